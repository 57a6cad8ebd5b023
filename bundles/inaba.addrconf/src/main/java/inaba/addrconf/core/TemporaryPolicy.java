package inaba.addrconf.core;

import inaba.wire.Prefix;
import java.util.Comparator;
import java.util.List;

/// For which prefixes there are temporary addresses, RFC 8981 §3.7: the longest exemption that covers a prefix decides,
/// else the general setting.
public record TemporaryPolicy(boolean otherwise, List<Exemption> exemptions) {
    public TemporaryPolicy {
        exemptions = exemptions.stream()
                .sorted(Comparator.comparingInt((Exemption e) -> e.within.length())
                        .reversed())
                .toList();
    }

    /// All prefixes within one are treated in one way.
    public record Exemption(Prefix within, boolean on) {
        /// `2001:db8:1::/48`, or `!fd00::/8` for no temporary addresses.
        ///
        /// @throws IllegalArgumentExemption when it is neither
        public static Exemption parse(String text) {
            boolean off = text.startsWith("!");
            return new Exemption(Prefix.parse(off ? text.substring(1) : text), !off);
        }
    }

    public boolean on(Prefix prefix) {
        return exemptions.stream()
                .filter(exemption -> exemption.within.covers(prefix))
                .findFirst()
                .map(Exemption::on)
                .orElse(otherwise);
    }
}

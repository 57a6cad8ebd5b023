package inaba.tunnel;

import inaba.api.link.TunnelRow;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import org.jspecify.annotations.Nullable;

/// A tunnel's row in the words of the command.
final class TunnelText {
    private TunnelText() {}

    /// Mode and ends: what a link of a tunnel is.
    static String ends(TunnelRow row) {
        return row.mode().word() + " " + end(row.local()) + " -> " + end(row.remote());
    }

    /// Words behind `add` that make the tunnel again.
    static String words(TunnelRow row) {
        var words =
                new StringBuilder(row.name()).append(" mode ").append(row.mode().word());
        add(words, "local", row.local().isUnspecified() ? null : IpFamily.text(row.local()));
        add(words, "remote", row.remote().isUnspecified() ? null : IpFamily.text(row.remote()));
        add(words, "6rd-prefix", text(row.prefix()));
        add(words, "6rd-relay_prefix", text(row.relayPrefix()));
        add(words, "relay", row.relay() == null ? null : IpFamily.text(row.relay()));
        add(words, "dev", row.device().isEmpty() ? null : row.device());
        add(words, "ttl", row.hopLimit() == Draft.HOP_LIMIT ? null : inherited(row.hopLimit()));
        add(words, "tos", row.trafficClass() == 0 ? null : inherited(row.trafficClass()));
        keys(words, row);
        words.append(row.sequence() ? " seq" : "").append(row.checksum() ? " csum" : "");
        if (row.mode().outer() == IpFamily.IPV6 && row.encapsulationLimit() != Draft.ENCAPSULATION_LIMIT) {
            add(words, "encaplimit", limit(row));
        }
        add(words, "mtu", row.mtu() == 0 ? null : String.valueOf(row.mtu()));
        return words.append(row.pathMtuDiscovery() ? "" : " nopmtudisc").toString();
    }

    static String inherited(int value) {
        return value == TunnelRow.INHERIT ? "inherit" : String.valueOf(value);
    }

    static String limit(TunnelRow row) {
        return row.encapsulationLimit() == TunnelRow.NONE ? "none" : String.valueOf(row.encapsulationLimit());
    }

    static @Nullable String key(@Nullable Integer key) {
        return key == null ? null : Integer.toUnsignedString(key);
    }

    static @Nullable String text(@Nullable Prefix prefix) {
        return prefix == null ? null : IpFamily.text(prefix);
    }

    static String end(Ipv6Address address) {
        return address.isUnspecified() ? "any" : IpFamily.text(address);
    }

    private static void keys(StringBuilder words, TunnelRow row) {
        if (row.inKey() != null && row.inKey().equals(row.outKey())) {
            add(words, "key", key(row.inKey()));
        } else {
            add(words, "ikey", key(row.inKey()));
            add(words, "okey", key(row.outKey()));
        }
    }

    private static void add(StringBuilder words, String word, @Nullable String value) {
        if (value != null) {
            words.append(' ').append(word).append(' ').append(value);
        }
    }
}

package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A tunnel as a person has configured it; packets pass it through the link of the same name.
///
/// @param local our end
/// @param remote the other end; unspecified where each packet tells it, as in `6rd` and `6to4`
/// @param device link by which outer packets leave, and whose table they use; empty = any, of the table `main`
/// @param hopLimit of the outer header, 1 to 255, or [#INHERIT]
/// @param trafficClass of the outer header, ECN aside (RFC 6040): 0 to 255, or [#INHERIT]
/// @param inKey that packets must have, RFC 2890; null = none
/// @param outKey that packets get; null = none
/// @param sequence packets are numbered, and late ones dropped (RFC 2890 §2.2)
/// @param checksum over GRE's payload (RFC 2784 §2.5), made and asked for
/// @param encapsulationLimit RFC 2473 §4.1.1, 0 to 255, or [#NONE]
/// @param mtu of the link, 1280 upwards; 0 = follows the path
/// @param pathMtuDiscovery outer packets may be refused for their length (DF); off only with a fixed MTU
/// @param prefix of `6rd`: where delegated prefixes begin; null for other modes
/// @param relayPrefix of `6rd`: the bits that all IPv4 addresses of the domain share; null for other modes
/// @param relay the way out of the `6rd` domain or of 6to4; null = none
public record TunnelRow(
        String name,
        Mode mode,
        Ipv6Address local,
        Ipv6Address remote,
        String device,
        int hopLimit,
        int trafficClass,
        @Nullable Integer inKey,
        @Nullable Integer outKey,
        boolean sequence,
        boolean checksum,
        int encapsulationLimit,
        int mtu,
        boolean pathMtuDiscovery,
        @Nullable Prefix prefix,
        @Nullable Prefix relayPrefix,
        @Nullable Ipv6Address relay)
        implements Row<String> {
    /// As the inner header says.
    public static final int INHERIT = -1;

    public static final int NONE = -1;

    /// What is in what.
    public enum Mode {
        /// IPv6 in IPv4, RFC 4213.
        SIT("sit", IpFamily.IPV4, false, true),
        /// IPv6 in IPv4, the other end being part of the address: RFC 5969.
        SIXRD("6rd", IpFamily.IPV4, false, true),
        /// The same below 2002::/16: RFC 3056.
        SIXTO4("6to4", IpFamily.IPV4, false, true),
        /// RFC 2003.
        IPIP("ipip", IpFamily.IPV4, true, false),
        /// RFC 2473.
        IP6IP6("ip6ip6", IpFamily.IPV6, false, true),
        /// IPv4 in IPv6, RFC 2473.
        IPIP6("ipip6", IpFamily.IPV6, true, false),
        /// Both in IPv6, RFC 2473.
        ANY("any", IpFamily.IPV6, true, true),
        /// Both in GRE over IPv4, RFC 2784.
        GRE("gre", IpFamily.IPV4, true, true),
        /// Both in GRE over IPv6, RFC 7676.
        IP6GRE("ip6gre", IpFamily.IPV6, true, true);

        private final String word;
        private final IpFamily outer;
        private final boolean ipv4;
        private final boolean ipv6;

        Mode(String word, IpFamily outer, boolean ipv4, boolean ipv6) {
            this.word = word;
            this.outer = outer;
            this.ipv4 = ipv4;
            this.ipv6 = ipv6;
        }

        /// As it is typed.
        public String word() {
            return word;
        }

        public IpFamily outer() {
            return outer;
        }

        public boolean carries(IpFamily family) {
            return family == IpFamily.IPV4 ? ipv4 : ipv6;
        }

        public boolean isGre() {
            return this == GRE || this == IP6GRE;
        }

        /// True when the other end is part of inner addresses.
        public boolean isAutomatic() {
            return this == SIXRD || this == SIXTO4;
        }

        public static Stream<String> words() {
            return Arrays.stream(values()).map(Mode::word);
        }

        /// @throws IllegalArgumentException when no mode is called so
        public static Mode parse(String word) {
            return Arrays.stream(values())
                    .filter(mode -> mode.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not a tunnel mode: " + word));
        }
    }

    @Override
    public String key() {
        return name;
    }

    @Override
    public String owner() {
        return PERSON;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }

    public TunnelRow withMtu(int now) {
        return new TunnelRow(
                name,
                mode,
                local,
                remote,
                device,
                hopLimit,
                trafficClass,
                inKey,
                outKey,
                sequence,
                checksum,
                encapsulationLimit,
                now,
                pathMtuDiscovery,
                prefix,
                relayPrefix,
                relay);
    }
}

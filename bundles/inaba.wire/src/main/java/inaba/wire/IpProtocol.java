package inaba.wire;

import java.util.Locale;
import java.util.Map;

/// The numbers of the Next Header and Protocol fields, from the IANA registry, 0..255.
public final class IpProtocol {
    public static final int HOP_BY_HOP = 0;
    public static final int ICMP = 1;
    public static final int IGMP = 2;
    public static final int IPV4 = 4;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int IPV6 = 41;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int GRE = 47;
    public static final int ESP = 50;
    public static final int AH = 51;
    public static final int ICMPV6 = 58;
    public static final int NO_NEXT_HEADER = 59;
    public static final int DESTINATION_OPTIONS = 60;
    public static final int OSPF = 89;
    public static final int ETHERIP = 97;
    public static final int PIM = 103;
    public static final int IPCOMP = 108;
    public static final int VRRP = 112;
    public static final int SCTP = 132;
    public static final int MOBILITY = 135;
    public static final int UDP_LITE = 136;
    public static final int HIP = 139;
    public static final int SHIM6 = 140;
    public static final int ETHERNET = 143;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(HOP_BY_HOP, "hopopt"),
            Map.entry(ICMP, "icmp"),
            Map.entry(IGMP, "igmp"),
            Map.entry(IPV4, "ipip"),
            Map.entry(TCP, "tcp"),
            Map.entry(UDP, "udp"),
            Map.entry(IPV6, "ipv6"),
            Map.entry(ROUTING, "ipv6-route"),
            Map.entry(FRAGMENT, "ipv6-frag"),
            Map.entry(GRE, "gre"),
            Map.entry(ESP, "esp"),
            Map.entry(AH, "ah"),
            Map.entry(ICMPV6, "ipv6-icmp"),
            Map.entry(NO_NEXT_HEADER, "ipv6-nonxt"),
            Map.entry(DESTINATION_OPTIONS, "ipv6-opts"),
            Map.entry(OSPF, "ospf"),
            Map.entry(ETHERIP, "etherip"),
            Map.entry(PIM, "pim"),
            Map.entry(IPCOMP, "ipcomp"),
            Map.entry(VRRP, "vrrp"),
            Map.entry(SCTP, "sctp"),
            Map.entry(MOBILITY, "mobility-header"),
            Map.entry(UDP_LITE, "udplite"),
            Map.entry(HIP, "hip"),
            Map.entry(SHIM6, "shim6"),
            Map.entry(ETHERNET, "ethernet"));

    private static final Map<String, Integer> ALIASES =
            Map.of("icmpv6", ICMPV6, "icmp6", ICMPV6, "ipv4", IPV4, "ipcomp6", IPCOMP, "mh", MOBILITY);

    private IpProtocol() {}

    /// True if the header numbered `protocol` says in clear what follows it, so that the chain can be walked past it
    /// with [ExtensionHeader#lengthBytes(int)]: the IANA list of extension headers (RFC 7045 §4) without ESP, which
    /// ends what can be seen (RFC 7112 §3), and without the numbers for experiments.
    public static boolean isExtension(int protocol) {
        return switch (protocol) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AH, DESTINATION_OPTIONS, MOBILITY, HIP, SHIM6 -> true;
            default -> false;
        };
    }

    /// The name that `/etc/protocols` has for it, or the number.
    public static String name(int protocol) {
        return NAMES.getOrDefault(protocol, Integer.toString(protocol));
    }

    /// Reads a name in either case, or a number 0..255.
    ///
    /// @throws IllegalArgumentException if it is neither
    public static int parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && name.length() <= 3 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(name);
            if (number <= 255) {
                return number;
            }
        }
        Integer alias = ALIASES.get(name);
        if (alias != null) {
            return alias;
        }
        return NAMES.entrySet().stream()
                .filter(e -> e.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is neither a protocol's name nor a number from 0 to 255"));
    }
}

package inaba.wire.icmp6;

/// ICMPv6 types, RFC 4443 §2.1 and the IANA registry, 0..255.
public final class Icmpv6Type {
    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    /// RFC 2710 §3 and RFC 3810 §5.1
    public static final int MLD_QUERY = 130;
    public static final int MLD_REPORT = 131;
    public static final int MLD_DONE = 132;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;
    /// RFC 3810 §5.2
    public static final int MLDV2_REPORT = 143;
    /// RFC 6275 §6.5 to §6.8
    public static final int HOME_AGENT_REQUEST = 144;
    public static final int HOME_AGENT_REPLY = 145;
    public static final int MOBILE_PREFIX_SOLICITATION = 146;
    public static final int MOBILE_PREFIX_ADVERTISEMENT = 147;
    /// RFC 4286 §3 to §5
    public static final int MULTICAST_ROUTER_ADVERTISEMENT = 151;
    public static final int MULTICAST_ROUTER_SOLICITATION = 152;
    public static final int MULTICAST_ROUTER_TERMINATION = 153;

    private Icmpv6Type() {}

    /// True for an error message: the high bit is zero, RFC 4443 §2.1. An error is never answered by an error.
    public static boolean isError(int type) {
        return type < 128;
    }

    /// The five messages of RFC 4861.
    public static boolean isNeighborDiscovery(int type) {
        return type >= ROUTER_SOLICITATION && type <= REDIRECT;
    }

    /// Queries, reports and done messages of both versions of MLD.
    public static boolean isMld(int type) {
        return type >= MLD_QUERY && type <= MLD_DONE || type == MLDV2_REPORT;
    }

    /// What to call it in a message or a table, or the number.
    public static String name(int type) {
        return switch (type) {
            case DESTINATION_UNREACHABLE -> "destination unreachable";
            case PACKET_TOO_BIG -> "packet too big";
            case TIME_EXCEEDED -> "time exceeded";
            case PARAMETER_PROBLEM -> "parameter problem";
            case ECHO_REQUEST -> "echo request";
            case ECHO_REPLY -> "echo reply";
            case MLD_QUERY -> "multicast listener query";
            case MLD_REPORT -> "multicast listener report";
            case MLD_DONE -> "multicast listener done";
            case ROUTER_SOLICITATION -> "router solicitation";
            case ROUTER_ADVERTISEMENT -> "router advertisement";
            case NEIGHBOR_SOLICITATION -> "neighbor solicitation";
            case NEIGHBOR_ADVERTISEMENT -> "neighbor advertisement";
            case REDIRECT -> "redirect";
            case MLDV2_REPORT -> "multicast listener report v2";
            case HOME_AGENT_REQUEST -> "home agent discovery request";
            case HOME_AGENT_REPLY -> "home agent discovery reply";
            case MOBILE_PREFIX_SOLICITATION -> "mobile prefix solicitation";
            case MOBILE_PREFIX_ADVERTISEMENT -> "mobile prefix advertisement";
            case MULTICAST_ROUTER_ADVERTISEMENT -> "multicast router advertisement";
            case MULTICAST_ROUTER_SOLICITATION -> "multicast router solicitation";
            case MULTICAST_ROUTER_TERMINATION -> "multicast router termination";
            default -> Integer.toString(type);
        };
    }
}

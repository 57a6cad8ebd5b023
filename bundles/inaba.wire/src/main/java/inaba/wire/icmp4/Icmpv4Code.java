package inaba.wire.icmp4;

/// Codes of ICMP errors, RFC 792, RFC 1122 §3.2.2.1 and RFC 1812 §5.2.7.1, 0..255.
public final class Icmpv4Code {
    public static final int NET_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PROTOCOL_UNREACHABLE = 2;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int SOURCE_ROUTE_FAILED = 5;
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;

    public static final int REDIRECT_HOST = 1;
    /// The last of the codes of a Redirect: for a kind of service and a host.
    public static final int REDIRECT_SERVICE_HOST = 3;

    public static final int TTL_EXCEEDED = 0;
    public static final int REASSEMBLY_TIME_EXCEEDED = 1;

    public static final int POINTER = 0;

    private Icmpv4Code() {}

    /// What to call it in a message or a table, or the number.
    public static String name(int type, int code) {
        return switch (type) {
            case Icmpv4Type.DESTINATION_UNREACHABLE -> unreachable(code);
            case Icmpv4Type.TIME_EXCEEDED ->
                switch (code) {
                    case TTL_EXCEEDED -> "time to live exceeded";
                    case REASSEMBLY_TIME_EXCEEDED -> "fragment reassembly time exceeded";
                    default -> Integer.toString(code);
                };
            case Icmpv4Type.PARAMETER_PROBLEM -> code == POINTER ? "pointer" : Integer.toString(code);
            default -> Integer.toString(code);
        };
    }

    private static String unreachable(int code) {
        return switch (code) {
            case NET_UNREACHABLE -> "net unreachable";
            case HOST_UNREACHABLE -> "host unreachable";
            case PROTOCOL_UNREACHABLE -> "protocol unreachable";
            case PORT_UNREACHABLE -> "port unreachable";
            case FRAGMENTATION_NEEDED -> "fragmentation needed";
            case SOURCE_ROUTE_FAILED -> "source route failed";
            case ADMINISTRATIVELY_PROHIBITED -> "administratively prohibited";
            default -> Integer.toString(code);
        };
    }
}

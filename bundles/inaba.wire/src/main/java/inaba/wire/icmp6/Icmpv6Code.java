package inaba.wire.icmp6;

/// The codes of ICMPv6 error messages, RFC 4443 §3 and the IANA registry.
public final class Icmpv6Code {
    /// Destination Unreachable, RFC 4443 §3.1
    public static final int NO_ROUTE = 0;
    public static final int ADMINISTRATIVELY_PROHIBITED = 1;
    public static final int BEYOND_SCOPE = 2;
    public static final int ADDRESS_UNREACHABLE = 3;
    public static final int PORT_UNREACHABLE = 4;
    public static final int SOURCE_POLICY_FAILED = 5;
    public static final int REJECT_ROUTE = 6;
    /// RFC 8883 §3.1
    public static final int HEADERS_TOO_LONG = 8;

    /// Time Exceeded, RFC 4443 §3.3
    public static final int HOP_LIMIT_EXCEEDED = 0;
    public static final int REASSEMBLY_TIME_EXCEEDED = 1;

    /// Parameter Problem, RFC 4443 §3.4
    public static final int ERRONEOUS_HEADER = 0;
    public static final int UNRECOGNIZED_NEXT_HEADER = 1;
    public static final int UNRECOGNIZED_OPTION = 2;
    /// RFC 7112 §5
    public static final int INCOMPLETE_HEADER_CHAIN = 3;
    /// RFC 8986 §4.1.1
    public static final int SR_UPPER_LAYER_HEADER_ERROR = 4;
    /// RFC 8883 §2
    public static final int UNRECOGNIZED_NEXT_HEADER_ON_THE_WAY = 5;
    public static final int EXTENSION_HEADER_TOO_BIG = 6;
    public static final int HEADER_CHAIN_TOO_LONG = 7;
    public static final int TOO_MANY_EXTENSION_HEADERS = 8;
    public static final int TOO_MANY_OPTIONS = 9;
    public static final int OPTION_TOO_BIG = 10;

    private static final String[] UNREACHABLE = {
        "no route to destination",
        "administratively prohibited",
        "beyond scope of source address",
        "address unreachable",
        "port unreachable",
        "source address failed policy",
        "reject route to destination",
        "error in source routing header",
        "headers too long"
    };
    private static final String[] EXCEEDED = {"hop limit exceeded in transit", "fragment reassembly time exceeded"};
    private static final String[] PROBLEM = {
        "erroneous header field",
        "unrecognized next header",
        "unrecognized option",
        "incomplete header chain",
        "SR upper-layer header error",
        "unrecognized next header on the way",
        "extension header too big",
        "header chain too long",
        "too many extension headers",
        "too many options",
        "option too big"
    };
    private static final String[] NONE = {};

    private Icmpv6Code() {}

    /// What to call this code of an error message, or `code N`.
    public static String name(int type, int code) {
        String[] names =
                switch (type) {
                    case Icmpv6Type.DESTINATION_UNREACHABLE -> UNREACHABLE;
                    case Icmpv6Type.TIME_EXCEEDED -> EXCEEDED;
                    case Icmpv6Type.PARAMETER_PROBLEM -> PROBLEM;
                    default -> NONE;
                };
        return code >= 0 && code < names.length ? names[code] : "code " + code;
    }
}

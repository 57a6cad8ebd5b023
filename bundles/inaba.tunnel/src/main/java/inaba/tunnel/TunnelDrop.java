package inaba.tunnel;

import static inaba.wire.icmp6.Icmpv6Type.DESTINATION_UNREACHABLE;
import static inaba.wire.icmp6.Icmpv6Type.PACKET_TOO_BIG;
import static inaba.wire.icmp6.Icmpv6Type.PARAMETER_PROBLEM;

import inaba.api.packet.DropReason;
import inaba.wire.icmp6.Icmpv6Code;

/// Why a packet does not pass a tunnel.
public enum TunnelDrop implements DropReason {
    NO_TUNNEL("RFC 4213 §3.6, RFC 2473 §3.3: no tunnel between these ends"),
    WRONG_KEY("RFC 2890 §2.1: there is a tunnel between these ends, with another key"),
    NOT_CARRIED("the mode of the tunnel does not carry this family"),
    NO_HEADROOM("too many headers one behind the other"),
    NO_END(
            "RFC 5969 §9.2, RFC 3056 §5.3: no IPv4 address in the destination, and no relay",
            DESTINATION_UNREACHABLE,
            Icmpv6Code.ADDRESS_UNREACHABLE),
    TOO_BIG("RFC 2003 §5.1, RFC 2473 §7.2: DF is set", PACKET_TOO_BIG, 0),
    ENCAPSULATION_LIMIT("RFC 2473 §4.1.1 (b)", PARAMETER_PROBLEM, Icmpv6Code.ERRONEOUS_HEADER),
    INNER_TOO_SHORT("RFC 2473 §3.3: no whole header inside"),
    INNER_VERSION("RFC 4213 §3.6: another family inside than the outer header says"),
    INNER_SOURCE("RFC 4213 §3.6: a source that nobody has"),
    SPOOFED_SOURCE("RFC 5969 §12, RFC 3964 §5.3.1: the outer source is not that of the inner"),
    CONGESTION("RFC 6040 §4.2: congestion met a packet whose sender does not know of it"),
    GRE_TOO_SHORT("RFC 2784 §2.1"),
    GRE_VERSION("RFC 2784 §2.3.1"),
    GRE_FLAGS("RFC 2784 §2.3: reserved bits"),
    GRE_PROTOCOL("RFC 2784 §2.4: neither IPv4 nor IPv6 inside"),
    GRE_LOOP("RFC 2784 §3: the packet inside is for its encapsulator"),
    GRE_CHECKSUM("RFC 2784 §2.5"),
    GRE_NO_CHECKSUM("tunnel: csum"),
    GRE_SEQUENCE("RFC 2890 §2.2: late, or seen before"),
    GRE_NO_SEQUENCE("tunnel: seq");

    private final String because;
    private final int icmpType;
    private final int icmpCode;

    TunnelDrop(String because) {
        this(because, 0, 0);
    }

    TunnelDrop(String because, int icmpType, int icmpCode) {
        this.because = because;
        this.icmpType = icmpType;
        this.icmpCode = icmpCode;
    }

    @Override
    public String because() {
        return because;
    }

    @Override
    public int icmpType() {
        return icmpType;
    }

    @Override
    public int icmpCode() {
        return icmpCode;
    }
}

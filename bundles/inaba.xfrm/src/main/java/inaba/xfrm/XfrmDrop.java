package inaba.xfrm;

import static inaba.wire.icmp6.Icmpv6Type.DESTINATION_UNREACHABLE;

import inaba.api.packet.DropReason;
import inaba.wire.icmp6.Icmpv6Code;

/// Why a packet is dropped, with the name that Linux counts it under in `/proc/net/xfrm_stat`.
public enum XfrmDrop implements DropReason {
    TOO_SHORT("XfrmInHdrError", "RFC 4303 §2, RFC 4302 §2, RFC 3173 §3: shorter than its header"),
    NOT_ALIGNED("XfrmInHdrError", "RFC 4303 §2.4: not a multiple of the block"),
    NO_ASSOCIATION("XfrmInNoStates", "RFC 4301 §5.2: no association for address, protocol and SPI"),
    REPLAY("XfrmInStateSeqError", "RFC 4303 §3.4.3: the sequence number came before, or is too old"),
    INTEGRITY("XfrmInStateProtoError", "RFC 4303 §3.4.4: the ICV is wrong"),
    PADDING("XfrmInStateProtoError", "RFC 4303 §2.4: padding is 1, 2, 3, ..."),
    COMPRESSION("XfrmInStateProtoError", "RFC 3173 §2.1: cannot be decompressed"),
    KEEPALIVE("XfrmInError", "RFC 3948 §2.3: it only keeps a NAT's mapping alive"),
    DUMMY("XfrmInStateProtoError", "RFC 4303 §2.6: a dummy packet, next header 59"),
    IN_EXPIRED("XfrmInStateExpired", "RFC 4301 §4.4.2.1: a hard limit was reached"),
    IN_MODE("XfrmInStateModeError", "RFC 4301 §5.2: a tunnel carries IP, transport mode does not"),
    IN_SELECTOR("XfrmInStateMismatch", "RFC 4301 §5.2: not what the association may carry"),
    IN_ENCAPSULATION("XfrmInStateMismatch", "RFC 3948 §3.1: in UDP where it should not be, or not where it should"),
    IN_ECN("XfrmInHdrError", "RFC 6040 §4.2: congestion on the way, and the packet knows no ECN"),
    TEMPLATE_MISMATCH("XfrmInTmplMismatch", "RFC 4301 §5.2: not protected as the policy asks"),
    NO_POLICY("XfrmInNoPols", "RFC 4301 §5.2: no policy lets what came through a tunnel pass"),
    IN_BLOCKED("XfrmInPolBlock", "RFC 4301 §5.2: a policy discards it"),
    IN_ERROR("XfrmInError", "an algorithm failed"),
    OUT_BLOCKED(
            "XfrmOutPolBlock",
            "RFC 4301 §5.1.1: a policy discards it",
            DESTINATION_UNREACHABLE,
            Icmpv6Code.ADMINISTRATIVELY_PROHIBITED),
    NO_OUT_ASSOCIATION("XfrmOutNoStates", "RFC 4301 §5.1: a policy asks for an association that is not there"),
    OUT_EXPIRED("XfrmOutStateExpired", "RFC 4301 §4.4.2.1: a hard limit was reached"),
    SEQUENCE_END("XfrmOutStateSeqError", "RFC 4303 §3.3.3: the sequence numbers are used up"),
    OUT_SELECTOR("XfrmOutStateInvalid", "RFC 4301 §4.4.2.1: not what the association may carry"),
    OUT_BUFFER("XfrmOutError", "no room in the packet's memory"),
    OUT_FRAGMENT("XfrmOutStateModeError", "RFC 4303 §3.3.4: transport mode takes whole packets"),
    OUT_UNSENT("XfrmOutError", "the protected packet found no way, or was too long for it"),
    OUT_ERROR("XfrmOutStateProtoError", "an algorithm failed");

    private final String linux;
    private final String because;
    private final int icmpType;
    private final int icmpCode;

    XfrmDrop(String linux, String because) {
        this(linux, because, 0, 0);
    }

    XfrmDrop(String linux, String because, int icmpType, int icmpCode) {
        this.linux = linux;
        this.because = because;
        this.icmpType = icmpType;
        this.icmpCode = icmpCode;
    }

    @Override
    public String because() {
        return because;
    }

    /// As in `/proc/net/xfrm_stat`.
    public String linux() {
        return linux;
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

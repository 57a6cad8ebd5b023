package inaba.nd;

import inaba.api.packet.DropReason;

/// Why a valid message is not used. What makes a message invalid is in [inaba.api.neighbor.NdInvalid].
enum NdDrop implements DropReason {
    LINK_DOWN("the link went down while the message waited"),
    OWN_MESSAGE("RFC 4862 §5.4.3: looped back, or from one who uses our address"),
    TARGET_NOT_OURS("RFC 4861 §7.2.3"),
    TARGET_TENTATIVE("RFC 4862 §5.4.3, §5.4.4: left to address autoconfiguration"),
    OWN_ADDRESS_ADVERTISED("RFC 4862 §5.4.4: another node advertises our address"),
    NO_ENTRY("RFC 4861 §7.2.5"),
    TOO_MANY("RFC 6583 §7.1: config max.unproven"),
    NO_LINK_ADDRESS("RFC 4861 §7.2.5: unresolved, and none given"),
    GROUP_LINK_ADDRESS("RFC 4861 §4.6.1: a neighbour has a unicast link-layer address"),
    NOT_A_ROUTER("RFC 4861 §6.2.6: hosts discard Router Solicitations"),
    NOT_A_HOST("RFC 4861 §8.2: routers discard Redirects"),
    NOT_THE_FIRST_HOP("RFC 4861 §8.1: the source is not the present first hop");

    private final String because;

    NdDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

package inaba.hosttap;

import inaba.api.packet.DropReason;

/// Why a packet does not pass between a link and a daemon.
public enum HostTapDrop implements DropReason {
    TAP_NOT_OPEN("the tap, or the network namespace it is to be in, is not there"),
    TAP_FULL("the kernel takes no more from the tap"),
    QUEUE_FULL("256 frames of the daemon wait already"),
    MALFORMED("RFC 8200 §3, RFC 791 §3.1: the header does not fit into the frame"),
    KERNELS_OWN("RFC 4861, RFC 3810: the appliance finds neighbours, routers and listeners by itself"),
    SOURCE_NOT_OURS("RFC 2827: the source is no address of the appliance"),
    IPV4_FRAGMENT("RFC 791 §3.2: the fragment before it is missing, or the whole would be too long"),
    OTHER_ETHERTYPE("IP only"),
    NO_BUFFER("the packet pool is empty, or the packet longer than its buffers");

    private final String because;

    HostTapDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

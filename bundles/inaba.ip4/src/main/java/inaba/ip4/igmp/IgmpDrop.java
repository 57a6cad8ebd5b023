package inaba.ip4.igmp;

import inaba.api.packet.DropReason;

/// Why an IGMP message is not used.
enum IgmpDrop implements DropReason {
    TOO_SHORT("RFC 2236 §2: 8 octets or more"),
    CHECKSUM("RFC 2236 §2.3"),
    UNKNOWN_TYPE("RFC 2236 §2.1: silently ignored"),
    NOT_A_GROUP("RFC 2236 §2.4"),
    NOT_RUNNING("the protocol has just stopped");

    private final String because;

    IgmpDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

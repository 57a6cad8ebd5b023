package inaba.ip4.igmp;

import inaba.api.packet.DropReason;

/// Why an IGMP message is not used.
enum IgmpDrop implements DropReason {
    TOO_SHORT("RFC 2236 §2: 8 octets or more"),
    CHECKSUM("RFC 3376 §4.1.2"),
    UNKNOWN_TYPE("RFC 3376 §4: silently ignored"),
    FOR_ROUTERS("RFC 3376 §5: hosts do not use it"),
    NOT_A_GROUP("RFC 2236 §2.4"),
    QUERY_LENGTH("RFC 3376 §7.1: neither 8 octets nor 12 and more"),
    QUERY_SOURCES("RFC 3376 §4.1.8: more sources than octets, or sources of no group"),
    NO_ROUTER_ALERT("RFC 3376 §9.1: a query of version 2 or 3 without"),
    NOT_TO_ALL("RFC 3376 §9.1: a General Query to another group than 224.0.0.1"),
    LINK_DOWN("the link went down while the packet waited");

    private final String because;

    IgmpDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

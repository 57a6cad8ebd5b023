package inaba.mld;

import inaba.api.packet.DropReason;

/// Why a message of Multicast Listener Discovery changes nothing.
enum MldDrop implements DropReason {
    TOO_SHORT("RFC 2710 §5: 24 octets or more"),
    QUERY_LENGTH("RFC 3810 §8.1: neither 24 octets, nor 28 or more"),
    QUERY_SOURCES("RFC 3810 §5.1.10: not all of its sources are there, or a General Query has some"),
    SOURCE_NOT_LINK_LOCAL("RFC 3810 §5.1.14, RFC 2710 §5"),
    HOP_LIMIT_NOT_1("RFC 3810 §6.2"),
    NO_ROUTER_ALERT("RFC 3810 §6.2, RFC 2711 §2.1"),
    NOT_A_GROUP("RFC 2710 §5: neither a group nor zero"),
    FOR_ROUTERS("RFC 3810 §6: listeners take no note of reports"),
    LINK_DOWN("link set NAME down, no carrier, or IPv6 is disabled on the link");

    private final String because;

    MldDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

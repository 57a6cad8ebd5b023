package inaba.ip4.icmp;

import inaba.api.packet.DropReason;

/// Why an ICMP message is not used.
enum Icmp4Drop implements DropReason {
    TOO_SHORT("RFC 792: 8 octets or more"),
    CHECKSUM("RFC 792"),
    SOURCE_NOT_ONE_HOST("RFC 1122 §3.2.1.3: it cannot be answered"),
    TO_MANY("RFC 1122 §3.2.2.6: echo requests to all or to a group are not answered"),
    NO_BUFFER("the packet pool is exhausted"),
    UNEXPECTED_ECHO_REPLY("RFC 1122 §3.2.2.6: nobody here waits for it"),
    QUOTE_UNREADABLE("RFC 1122 §3.2.2: no header and 8 octets are quoted"),
    QUOTE_NOT_OURS("RFC 1122 §3.2.2: the quoted packet is not from here"),
    NOT_SENT("RFC 1191 §3: no such packet was sent that might not be cut"),
    NOT_TOO_BIG("RFC 1191 §4: the packet was not longer than what it tells"),
    NOT_A_HOST("RFC 1812 §5.2.7.2: a router follows no Redirect"),
    GATEWAY_NOT_HERE("RFC 1122 §3.2.2.2: not on the subnet that the Redirect came in on"),
    NOT_THE_FIRST_HOP("RFC 1122 §3.2.2.2: only the present gateway may redirect"),
    UNKNOWN_CODE("RFC 792: no code of this type"),
    UNKNOWN_TYPE("RFC 1122 §3.2.2: unknown or obsolete, silently discarded"),
    NOT_RUNNING("the protocol has just stopped");

    private final String because;

    Icmp4Drop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

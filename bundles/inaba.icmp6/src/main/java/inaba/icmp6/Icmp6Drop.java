package inaba.icmp6;

import inaba.api.packet.DropReason;

/// Why this bundle drops a packet.
enum Icmp6Drop implements DropReason {
    TOO_SHORT("RFC 4443 §2.1: type, code, checksum and 32 bits of body"),
    SOURCE_NOT_UNICAST("RFC 4443 §4.2: an echo reply needs a single receiver"),
    NO_SOURCE_ADDRESS("RFC 4443 §2.2: no address of the receiving link can answer"),
    NO_BUFFER("the packet pool is exhausted"),
    UNEXPECTED_ECHO_REPLY("RFC 4443 §4.2: nobody waits for it"),
    QUOTE_UNREADABLE("RFC 4443 §2.4 (d): the upper-layer protocol cannot be retrieved"),
    QUOTE_NOT_OURS("RFC 4443 §2.4 (d): the quoted packet was not sent by this node"),
    UNKNOWN_INFORMATIONAL("RFC 4443 §2.4 (b)");

    private final String because;

    Icmp6Drop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

package inaba.ip4.arp;

import inaba.api.packet.DropReason;

/// Why an ARP packet is not used.
enum ArpDrop implements DropReason {
    NOT_FOR_IPV4("RFC 826: other hardware, other protocol, or too short"),
    UNKNOWN_OPERATION("RFC 826: neither request nor reply"),
    LINK_DOWN("the link went down while the packet waited"),
    SENDER_NOT_UNICAST("RFC 5227 §1.1: a sender has one address, and one MAC"),
    OWN_PACKET("looped back: our own MAC"),
    CONFLICT("RFC 5227 §2.4: another node uses our address"),
    NOT_OURS("RFC 826: for another"),
    TENTATIVE("RFC 5227 §2.1.1: not ours yet"),
    NO_ENTRY("a reply that nobody waits for");

    private final String because;

    ArpDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

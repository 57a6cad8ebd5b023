package inaba.core;

import inaba.api.packet.DropReason;

/// Why the engine drops an IPv4 packet, where IPv6 knows no such reason; the others are in [CoreDrop].
public enum Ipv4Drop implements DropReason {
    NOT_VERSION_4("RFC 1812 §5.2.2"),
    HEADER_LENGTH("RFC 1812 §5.2.2: header and total length"),
    HEADER_CHECKSUM("RFC 1812 §5.2.2"),
    SOURCE_MARTIAN("RFC 1812 §5.3.7: 0.0.0.0/8, 240.0.0.0/4"),
    DESTINATION_MARTIAN("RFC 1812 §5.3.7: 0.0.0.0/8, 240.0.0.0/4"),
    UNICAST_IN_BROADCAST("RFC 1122 §3.3.6: a frame to all, a packet to one"),
    DIRECTED_BROADCAST("RFC 2644 §2: not forwarded"),
    SUBNET_ADDRESS("RFC 1812 §4.2.3.1: all zeros for a host"),
    LINK_LOCAL("RFC 3927 §2.7: never forwarded"),
    OPTION_LENGTH("RFC 1122 §3.2.1.8"),
    SOURCE_ROUTE("RFC 7126 §4.3.5, §4.4.5"),
    BROADCAST_DESTINATION("RFC 1122 §3.2.1.3: nothing here sends to all"),
    FRAGMENTS_REFUSED("RFC 791 §2.3: no packets left to cut it");

    private final String because;

    Ipv4Drop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}

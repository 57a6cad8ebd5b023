package inaba.icmp6.core;

import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/// Packets for tests, written as an IPv6 header and hexadecimal octets behind it.
final class Packets {
    static final Ipv6Address HOST = Ipv6Address.parse("2001:db8:1::2");
    static final Ipv6Address SERVER = Ipv6Address.parse("2001:db8:2::2");

    private Packets() {}

    static MemorySegment packet(int nextHeader, String hex) {
        return packet(HOST, SERVER, nextHeader, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    static MemorySegment packet(Ipv6Address source, Ipv6Address destination, int nextHeader, byte... payload) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[Ipv6Header.BYTES]);
        all.writeBytes(payload);
        var bytes = MemorySegment.ofArray(all.toByteArray());
        new Ipv6Header(bytes, 0)
                .start(0, 0)
                .payloadLength(payload.length)
                .nextHeader(nextHeader)
                .hopLimit(64)
                .source(source)
                .destination(destination);
        return bytes;
    }
}

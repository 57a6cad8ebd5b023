package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import inaba.api.packet.Packet;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class FlowTest {
    @Test
    @Clause("RFC 8504 §5.1g")
    void loadSharingDoesNotRestOnTheLabelAlone() {
        assertNotEquals(hash("2001:db8::1", 7, 1000), hash("2001:db8::2", 7, 1000));
        assertNotEquals(hash("2001:db8::1", 0, 1000), hash("2001:db8::1", 0, 1001));
    }

    @Test
    void aLabelStandsForThePorts() { // RFC 6438 §3
        assertEquals(hash("2001:db8::1", 7, 1000), hash("2001:db8::1", 7, 1001));
        assertNotEquals(hash("2001:db8::1", 7, 1000), hash("2001:db8::1", 8, 1000));
    }

    private static int hash(String source, int label, int port) {
        var memory = MemorySegment.ofArray(new byte[64]);
        new Ipv6Header(memory, 0)
                .start(0, label)
                .payloadLength(8)
                .nextHeader(IpProtocol.UDP)
                .source(Ipv6Address.parse(source))
                .destination(Ipv6Address.parse("2001:db8:1::1"));
        memory.set(Layouts.U16, Ipv6Header.BYTES, (short) port);
        return Flow.hash(new Packet(memory, 0, 64).start(0).network(0).end(Ipv6Header.BYTES + 8));
    }
}

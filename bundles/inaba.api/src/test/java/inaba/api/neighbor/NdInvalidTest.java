package inaba.api.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Packet;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.Redirect;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The validity checks of RFC 4861 §6.1.1, §6.1.2, §7.1.1, §7.1.2 and §8.1, clause by clause.
class NdInvalidTest {
    private static final int MESSAGE = Ipv6Header.BYTES;

    @ParameterizedTest(name = "type {0} from {1} to {2}, target {3}, options {4}: {5}")
    @CsvSource(delimiter = '|', nullValues = "valid", textBlock = """
        133 | fe80::2      | ff02::2           | ::            | 0101020000000002 | valid
        133 | ::           | ff02::2           | ::            |                  | valid
        133 | ::           | ff02::2           | ::            | 0101020000000002 | UNSPECIFIED_WITH_LINK_ADDRESS
        133 | fe80::2      | ff02::2           | ::            | 0100020000000002 | OPTION_LENGTH
        134 | fe80::1      | ff02::1           | ::            | 0101020000000001 | valid
        134 | 2001:db8::1  | ff02::1           | ::            |                  | SOURCE_NOT_LINK_LOCAL
        134 | fe80::1      | ff02::1           | ::            | ff00000000000000 | OPTION_LENGTH
        135 | fe80::2      | ff02::1:ff00:1    | fe80::1       | 0101020000000002 | valid
        135 | fe80::2      | fe80::1           | fe80::1       |                  | valid
        135 | fe80::2      | fe80::1           | fe80::1       | ff01000000000000 | valid
        135 | fe80::2      | ff02::1:ff00:1    | ff02::1       | 0101020000000002 | TARGET_MULTICAST
        135 | ::           | ff02::1:ff00:1    | fe80::1       |                  | valid
        135 | ::           | ff02::1           | fe80::1       |                  | UNSPECIFIED_NOT_TO_SOLICITED_NODE
        135 | ::           | fe80::1           | fe80::1       |                  | UNSPECIFIED_NOT_TO_SOLICITED_NODE
        135 | ::           | ff02::1:ff00:1    | fe80::1       | 0101020000000002 | UNSPECIFIED_WITH_LINK_ADDRESS
        135 | fe80::2      | ff02::1:ff00:1    | fe80::1       | 0000000000000000 | OPTION_LENGTH
        135 | fe80::2      | ff02::1:ff00:1    | fe80::1       | 0102020000000002 | OPTION_LENGTH
        135 | fe80::2      | ff02::1:ff00:1    | fe80::1       | 01010200         | OPTION_LENGTH
        136 | fe80::2      | fe80::1           | fe80::2       | 0201020000000002 | valid
        136 | fe80::2      | fe80::1           | ff02::1       | 0201020000000002 | TARGET_MULTICAST
        136 | fe80::2      | ff02::1           | fe80::2       | 0200020000000002 | OPTION_LENGTH
        137 | fe80::1      | 2001:db8::2       | fe80::9       |                  | valid
        137 | fe80::1      | 2001:db8::2       | 2001:db8:9::9 |                  | valid
        137 | 2001:db8::1  | 2001:db8::2       | fe80::9       |                  | SOURCE_NOT_LINK_LOCAL
        137 | fe80::1      | 2001:db8::2       | 2001:db8::9   |                  | TARGET_NEITHER_ROUTER_NOR_DESTINATION
        137 | fe80::1      | 2001:db8::2       | fe80::9       | 0400000000000000 | OPTION_LENGTH
        """)
    void eachClauseHasItsName(
            int type,
            String source,
            String destination,
            String target,
            @Nullable String options,
            @Nullable NdInvalid expected) {
        var packet = packet(type, source, destination, target, options == null ? "" : options);
        assertEquals(expected, NdInvalid.of(packet));
    }

    @ParameterizedTest
    @CsvSource({"133", "134", "135", "136", "137"})
    void whatHoldsForEveryMessage(int type) {
        var forwarded = valid(type);
        new Ipv6Header(forwarded.memory(), 0).hopLimit(254);
        assertEquals(NdInvalid.HOP_LIMIT_NOT_255, NdInvalid.of(forwarded));

        var coded = valid(type);
        new Icmpv6Header(coded.memory(), MESSAGE).code(1);
        assertEquals(NdInvalid.CODE_NOT_ZERO, NdInvalid.of(coded));

        var fragment = valid(type).fragment(MESSAGE);
        assertEquals(NdInvalid.FRAGMENTED, NdInvalid.of(fragment));

        var shortened = valid(type);
        assertEquals(NdInvalid.TOO_SHORT, NdInvalid.of(shortened.end(shortened.end() - 1)));
        assertEquals(NdInvalid.TOO_SHORT, NdInvalid.of(shortened.end(MESSAGE + 4)));
    }

    @Test
    void aSolicitedAdvertisementIsNotForAGroup() {
        var packet = packet(136, "fe80::2", "ff02::1", "fe80::2", "");
        assertEquals(null, NdInvalid.of(packet));
        new NeighborAdvertisement(NdInvalid.message(packet)).flags(false, true, true);
        assertEquals(NdInvalid.SOLICITED_MULTICAST, NdInvalid.of(packet));
    }

    @Test
    void aRedirectIsNotAboutAGroup() {
        var packet = packet(137, "fe80::1", "2001:db8::2", "fe80::9", "");
        new Redirect(NdInvalid.message(packet)).destination(Ipv6Address.parse("ff0e::1"));
        assertEquals(NdInvalid.DESTINATION_MULTICAST, NdInvalid.of(packet));
    }

    @Test
    void theCountersAreThoseOfNeighborDiscovery() {
        assertEquals("inaba.nd.hop-limit-not-255", NdInvalid.HOP_LIMIT_NOT_255.counterName());
    }

    private static Packet valid(int type) {
        return packet(type, "fe80::1", "fe80::2", "fe80::1", "");
    }

    private static Packet packet(int type, String source, String destination, String target, String options) {
        int fixed =
                switch (type) {
                    case 133 -> 8;
                    case 134 -> 16;
                    case 137 -> 40;
                    default -> 24;
                };
        byte[] tail = HexFormat.of().parseHex(options);
        var memory = MemorySegment.ofArray(new byte[MESSAGE + fixed + tail.length]);
        new Ipv6Header(memory, 0)
                .start(0, 0)
                .payloadLength(fixed + tail.length)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(255)
                .source(Ipv6Address.parse(source))
                .destination(Ipv6Address.parse(destination));
        var message = memory.asSlice(MESSAGE);
        new Icmpv6Header(message, 0).type(type);
        if (fixed >= NeighborSolicitation.FIXED_BYTES) {
            Ipv6Address.parse(target).write(message, 8);
        }
        if (type == Redirect.TYPE) {
            new Redirect(message).destination(Ipv6Address.parse("2001:db8:9::9"));
        }
        MemorySegment.copy(MemorySegment.ofArray(tail), 0, message, fixed, tail.length);
        return new Packet(memory, 0, memory.byteSize())
                .reset(0)
                .end(memory.byteSize())
                .upper(MESSAGE, IpProtocol.ICMPV6);
    }
}

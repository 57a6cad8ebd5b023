package inaba.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.capture.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Map<String, MemorySegment> FRAMES = Map.of(
            "echo", Frames.echo(),
            "dns", Frames.udp6("2001:db8::1", "2001:db8::2", 40_000, 53),
            "http", Frames.tcp6("2001:db8::2", "2001:db8::1", 80, 50_000),
            "udp4", Frames.udp4("192.0.2.1", "198.51.100.7", 53, 4242),
            "arp", Frames.arp("192.0.2.1", "192.0.2.9"),
            "first", Frames.fragment("2001:db8::1", "2001:db8::2", 0),
            "later", Frames.fragment("2001:db8::1", "2001:db8::2", 1448));

    /// Which of the frames an expression wants.
    @ParameterizedTest(name = "{0} --> {1}")
    @CsvSource(delimiter = '>', textBlock = """
        ip6                                     > dns echo first http later
        ip                                      > udp4
        arp                                     > arp
        icmp6                                   > echo
        udp                                     > dns first later udp4
        ip6 and udp                             > dns first later
        tcp                                     > http
        port 53                                 > dns first udp4
        dst port 53                             > dns first
        src port 53                             > udp4
        udp src port 53                         > udp4
        tcp port 53                             > ''
        host 2001:db8::1                        > dns first http later
        src host 2001:db8::1                    > dns first later
        src 2001:db8::1                         > dns first later
        dst host 2001:db8::1                    > http
        host 192.0.2.1                          > arp udp4
        dst host 192.0.2.9                      > arp
        net 2001:db8::/32                       > dns first http later
        net fe80::/10                           > echo
        src net fe80::/10                       > echo
        net 192.0.2.0/24                        > arp udp4
        net 198.51.100.0/25                     > udp4
        net 0.0.0.0/0                           > arp udp4
        net ::/0                                > dns echo first http later
        proto 58                                > echo
        proto udp                               > dns first later udp4
        proto ipv6-frag                         > first later
        ip6 proto 44                            > first later
        ip proto udp                            > udp4
        ether host 02:00:00:00:00:02            > dns echo first http later udp4
        ether dst 33:33:00:00:00:01             > echo
        ether src 02:00:00:00:00:09             > arp
        ether proto 0x0806                      > arp
        multicast                               > arp echo
        not ip6                                 > arp udp4
        ! ip6 && !arp                           > udp4
        not (ip6 or arp)                        > udp4
        tcp or udp and ip                       > udp4
        tcp or (udp and ip)                     > http udp4
        icmp6 or arp or port 80                 > arp echo http
        """)
    void anExpressionWantsItsFrames(String expression, String names) {
        var filter = Filter.parse(expression);
        var wanted = FRAMES.entrySet().stream()
                .filter(frame -> filter.matches(
                        frame.getValue(), 0, (int) frame.getValue().byteSize()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        assertEquals(names.isEmpty() ? List.of() : List.of(names.split(" ")), wanted);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '>', textBlock = """
        host            > expected an address, at the end, position 5
        host nowhere    > expected an address, not "nowhere", at position 6: 'nowhere' is not an IPv4 address: it needs four octets
        ip6 and         > expected host, net, port, src, dst, proto, ether, multicast, ip6, ip, arp, icmp6, icmp, tcp, udp, not or (, at the end, position 8
        (ip6 or arp     > expected and, or or ), at the end, position 12
        ip6 arp         > expected and, or or the end, not "arp", at position 5
        port 65536      > expected a port from 0 to 65535, not "65536", at position 6: out of range
        port http       > expected a port from 0 to 65535, not "http", at position 6: not a number
        )               > expected host, net, port, src, dst, proto, ether, multicast, ip6, ip, arp, icmp6, icmp, tcp, udp, not or (, not ")", at position 1
        net 10.0.0.0/33 > expected a prefix, not "10.0.0.0/33", at position 5: an IPv4 prefix has 0 to 32 bits
        """)
    void anErrorSaysWhatWasExpectedAndWhere(String expression, String message) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Filter.parse(expression));
        assertEquals(message, wrong.getMessage());
    }

    @Test
    void anEmptyExpressionWantsEverything() {
        FRAMES.values().forEach(frame -> assertTrue(Filter.parse("  ").matches(frame, 0, (int) frame.byteSize())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"port 53", "host 2001:db8::1", "net 192.0.2.0/24", "proto 58", "ether host 02:00:00:00:00:02"})
    void aFrameMayBeCutAnywhere(String expression) {
        var filter = Filter.parse(expression);
        FRAMES.values().forEach(frame -> {
            for (int length = 0; length < frame.byteSize(); length++) {
                filter.matches(frame.asSlice(0, length), 0, length);
            }
        });
        assertFalse(filter.matches(MemorySegment.NULL, 0, 0));
    }

    @Test
    void aFrameMayHoldAnything() {
        var random = new Random(1);
        var filters = List.of(Filter.parse("port 53"), Filter.parse("proto 58"), Filter.parse("net 192.0.2.0/24"));
        var originals = FRAMES.values().toArray(MemorySegment[]::new);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = originals[i % originals.length].toArray(ValueLayout.JAVA_BYTE);
            bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
            byte[] damaged = Arrays.copyOf(bytes, 14 + random.nextInt(bytes.length - 13));
            filters.forEach(filter -> filter.matches(MemorySegment.ofArray(damaged), 0, damaged.length));
        }
    }
}

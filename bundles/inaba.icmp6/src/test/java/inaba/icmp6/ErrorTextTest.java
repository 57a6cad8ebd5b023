package inaba.icmp6;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.icmp6.Icmpv6Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {
    @ParameterizedTest(name = "type {0} code {1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        1 | 0 | 0    | Destination unreachable: No route                                    | !N
        1 | 1 | 0    | Destination unreachable: Administratively prohibited                 | !X
        1 | 2 | 0    | Destination unreachable: Beyond scope of source address              | !S
        1 | 3 | 0    | Destination unreachable: Address unreachable                         | !H
        1 | 4 | 0    | Destination unreachable: Port unreachable                            | ''
        1 | 5 | 0    | Destination unreachable: Source address failed ingress/egress policy | !A
        1 | 6 | 0    | Destination unreachable: Reject route to destination                 | !R
        1 | 8 | 0    | Destination unreachable: Headers too long                            | !<8>
        1 | 9 | 0    | Destination unreachable: Unknown code 9                              | !<9>
        2 | 0 | 1300 | Packet too big: mtu=1300                                             | !F-1300
        3 | 0 | 0    | Time exceeded: Hop limit                                             | ''
        3 | 1 | 0    | Time exceeded: Defragmentation failure                               | !<3-1>
        4 | 0 | 7    | Parameter problem: Wrong header field at 7                           | !<4-0>
        4 | 1 | 40   | Parameter problem: Unknown header at 40                              | !<4-1>
        4 | 2 | 42   | Parameter problem: Unknown option at 42                              | !<4-2>
        4 | 6 | 48   | Parameter problem: extension header too big at 48                    | !<4-6>
        99 | 1 | 0   | Unknown error type 99 code 1                                         | !<99-1>
        """)
    void errorsAreNamedAsPeopleKnowThem(int type, int code, long parameter, String sentence, String mark) {
        assertTrue(Icmpv6Type.isError(type));
        assertEquals(sentence, ErrorText.sentence(type, code, parameter));
        assertEquals(mark, ErrorText.mark(type, code, parameter));
    }
}

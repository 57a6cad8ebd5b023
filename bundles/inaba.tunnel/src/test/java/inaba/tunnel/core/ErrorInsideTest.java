package inaba.tunnel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorInsideTest {
    /// RFC 2473 §8.1 to §8.3, RFC 4213 §3.4: what an error about the outer packet is inside. `type/code/parameter`.
    @ParameterizedTest(name = "outer {0} {1}, {3} bytes inside: {4} and {5}")
    @CsvSource(delimiter = '|', textBlock = """
        # outer | type/code/parameter | limit | length | in IPv6    | in IPv4, DF
        ipv6 | 1/0/0    | false | 1400 | 1/3/0    | 3/1/0
        ipv6 | 1/4/0    | false | 1400 | 1/3/0    | 3/1/0
        ipv6 | 3/0/0    | false | 1400 | 1/3/0    | 3/1/0
        ipv6 | 3/1/0    | false | 1400 |          |
        ipv6 | 4/0/44   | true  | 1400 | 1/3/0    | 3/1/0
        ipv6 | 4/0/44   | false | 1400 |          |
        ipv6 | 4/1/6    | false | 1400 |          |
        ipv6 | 2/0/1400 | false | 1400 | 2/0/1360 | 3/4/1360
        ipv6 | 2/0/1280 | false | 1400 | 2/0/1280 | 3/4/1240
        ipv6 | 2/0/1280 | false | 1280 |          | 3/4/1240
        ipv6 | 2/0/1500 | false | 1400 |          |
        ipv4 | 3/0/0    | false | 1400 | 1/3/0    | 3/1/0
        ipv4 | 3/13/0   | false | 1400 | 1/3/0    | 3/1/0
        ipv4 | 11/0/0   | false | 1400 | 1/3/0    | 3/1/0
        ipv4 | 11/1/0   | false | 1400 |          |
        ipv4 | 12/0/0   | false | 1400 |          |
        ipv4 | 3/4/0    | false | 1400 |          |
        ipv4 | 3/4/1400 | false | 1400 | 2/0/1360 | 3/4/1360
        """)
    @Clause({"RFC 2473 §8.2a", "RFC 2473 §8.2b", "RFC 2473 §8.3a", "RFC 2473 §8.3b", "RFC 4213 §3.4a"})
    void anErrorOfTheTunnelIsOneOfItsLink(
            String outer, String error, boolean toLimit, int length, @Nullable String inIpv6, @Nullable String inIpv4) {
        var parts = error.split("/");
        var meaning = ErrorInside.of(
                outer.equals("ipv4"),
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                toLimit);
        assertEquals(inIpv6, text(meaning.within(false, 40, length, true)));
        assertEquals(inIpv4, text(meaning.within(true, 40, length, true)));
    }

    private static @Nullable String text(ErrorInside.@Nullable Message message) {
        return message == null ? null : message.type() + "/" + message.code() + "/" + message.parameter();
    }
}

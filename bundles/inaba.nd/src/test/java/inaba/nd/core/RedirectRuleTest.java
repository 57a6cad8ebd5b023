package inaba.nd.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4861 §8.2 and §8.3.
class RedirectRuleTest {
    @ParameterizedTest(name = "forwarding {0}, neighbour {1}: {2} for {4} to {3}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
        true  | true  | 2001:db8::2 | fe80::9       | 2001:db8:9::9 | SEND
        true  | true  | 2001:db8::2 | 2001:db8::9   | 2001:db8::9   | SEND
        false | true  | 2001:db8::2 | fe80::9       | 2001:db8:9::9 | NOT_A_ROUTER
        true  | false | 2001:db8:2::2 | fe80::9     | 2001:db8:9::9 | SOURCE_NOT_A_NEIGHBOR
        true  | true  | ::          | fe80::9       | 2001:db8:9::9 | SOURCE_NOT_A_NEIGHBOR
        true  | true  | 2001:db8::2 | fe80::9       | ff0e::1       | DESTINATION_MULTICAST
        true  | true  | 2001:db8::2 | 2001:db8::9   | 2001:db8:9::9 | TARGET_UNNAMEABLE
        true  | true  | fe80::9     | fe80::9       | 2001:db8:9::9 | TARGET_IS_SOURCE
        """)
    @Clause({"RFC 4861 §8.2a", "RFC 4861 §8.2b", "RFC 4861 §8.3h"})
    void eachClause(
            boolean forwarding,
            boolean neighbor,
            String source,
            String target,
            String destination,
            RedirectRule expected) {
        assertEquals(
                expected,
                RedirectRule.of(
                        forwarding,
                        neighbor,
                        Ipv6Address.parse(source),
                        Ipv6Address.parse(target),
                        Ipv6Address.parse(destination)));
    }
}

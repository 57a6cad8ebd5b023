package inaba.shell.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(delimiter = '~', textBlock = """
            [show]                                            ~ ''                        ~ show
            [show]                                            ~ show                      ~ ''
            add ADDR/LEN dev LINK [anycast] [nodad]           ~ ''                        ~ add
            add ADDR/LEN dev LINK [anycast] [nodad]           ~ add                       ~ ADDR/LEN
            add ADDR/LEN dev LINK [anycast] [nodad]           ~ add x                     ~ dev
            add ADDR/LEN dev LINK [anycast] [nodad]           ~ add x dev lan             ~ anycast nodad
            add ADDR/LEN dev LINK [anycast] [nodad]           ~ add x dev lan nodad       ~ anycast
            add ADDR/LEN dev LINK [anycast] [nodad]           ~ del                       ~ ''
            set NAME up|down                                  ~ set lan                   ~ up down
            set NAME up|down                                  ~ s lan u                   ~ ''
            add [blackhole|prohibit] PREFIX|default [via A]   ~ add                       ~ blackhole prohibit PREFIX default
            add [blackhole|prohibit] PREFIX|default [via A]   ~ add default               ~ via
            add [blackhole|prohibit] PREFIX|default [via A]   ~ add prohibit              ~ PREFIX default
            add P [via A] [nexthop via A weight N]...         ~ add p nexthop via a weight 1 ~ via nexthop
            set L [prefix P [onlink on|off] [valid S]]...     ~ set l prefix p            ~ onlink valid prefix
            set L [prefix P [onlink on|off] [valid S]]...     ~ set l prefix p onlink on  ~ valid prefix
            set L [rdnss A... [lifetime S]]                   ~ set l rdnss a             ~ A lifetime
            [from A | to B] end                               ~ ''                        ~ from to end
            ADDR [-c N] [-i S]                                ~ ''                        ~ ADDR
            ADDR [-c N] [-i S]                                ~ a -i 1                    ~ -c
            """)
    void theWordsThatMayFollow(String usage, String words, String expected) {
        var typed = words.isEmpty() ? List.<String>of() : Arrays.asList(words.split(" "));
        assertEquals(
                expected,
                Usage.parse(usage).after(typed).stream()
                        .map(Usage.Symbol::text)
                        .distinct()
                        .collect(Collectors.joining(" ")));
    }
}

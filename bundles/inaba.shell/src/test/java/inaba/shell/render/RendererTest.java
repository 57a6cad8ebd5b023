package inaba.shell.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.manage.Line;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RendererTest {
    private static final Line ROUTE = Line.of()
            .bare("dst", "2001:db8::/64")
            .keyed("dev", "lan")
            .keyed("metric", 256)
            .flag("onlink", true)
            .keyed("via", null)
            .children("nexthops", List.of(Line.of().keyed("via", "fe80::1").keyed("weight", 1)));

    @Test
    void fieldsStandInARowAndChildrenBelow() {
        assertEquals("""
                2001:db8::/64 dev lan metric 256 onlink
                    via fe80::1 weight 1
                """, text(ROUTE));
    }

    @Test
    void columnsAreAlignedBelowAHeading() {
        assertEquals(
                """
                before
                NAME  ROUTES  STATE
                a          5  up
                long     100
                x          1        yes
                """.replace("STATE", "STATE  FAST").replace("x          1        yes", "x          1         yes"),
                text(
                        Line.text("before"),
                        Line.columns().bare("name", "a").bare("routes", 5).bare("state", "up"),
                        Line.columns().bare("name", "long").bare("routes", 100),
                        Line.columns().bare("name", "x").bare("routes", 1).flag("fast", true)));
    }

    @Test
    void aTableEndsWhereAnotherLineComes() {
        assertEquals(
                """
                N
                1
                between
                N
                2
                """,
                text(
                        Line.columns().bare("n", 1),
                        Line.text("between"),
                        Line.columns().bare("n", 2)));
    }

    @Test
    void jsonKeepsNumbersAndNames() {
        assertEquals(
                """
                [{"dst":"2001:db8::/64","dev":"lan","metric":256,"onlink":true,"nexthops":[{"via":"fe80::1","weight":1}]}
                ,{"list":[1,"a"],"share":0.5,"big":9007199254740993}
                ,{"text":"as \\"it\\" is"}
                ,{"only":"in json"}]
                """,
                json(
                        ROUTE,
                        Line.of()
                                .bare("list", List.of(1, "a"))
                                .keyed("share", 0.5)
                                .keyed("big", 9007199254740993L),
                        Line.text("as \"it\" is"),
                        Line.text("shown").bare("only", "in json")));
    }

    @Test
    void nothingIsAnEmptyArray() {
        assertEquals("[]\n", json());
        assertEquals("", text());
    }

    private static String text(Line... lines) {
        var out = new ByteArrayOutputStream();
        try (var renderer = new TextRenderer(new PrintStream(out, true, StandardCharsets.UTF_8))) {
            List.of(lines).forEach(renderer::print);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String json(Line... lines) {
        var out = new ByteArrayOutputStream();
        try (var renderer = new JsonRenderer(out)) {
            List.of(lines).forEach(renderer::print);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

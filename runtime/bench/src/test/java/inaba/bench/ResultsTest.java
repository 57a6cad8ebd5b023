package inaba.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void aNumberIsThatOfTheLastObjectWithAllTheNamesAndValues() {
        results.add("router", "packet", "routes", 1_000, "ratio", 1.2);
        results.add("router", "packet", "routes", 1_000, "ratio", 1.3);
        results.add("router", "xdp", "routes", 1_000, "ratio", 0.9);
        assertEquals(
                1.3,
                results.number("ratio", "router", "packet", "routes", 1_000).orElseThrow());
        assertTrue(results.number("ratio", "router", "pcap").isEmpty());
        assertTrue(results.number("router", "router", "xdp").isEmpty(), "it is no number");
    }

    @Test
    void aFigureIsReachedOrNotOrWasNotMeasured() {
        var atLeast = Figure.atLeast(1.05, 1.15, "rate", "ratio", "router", "packet");
        assertEquals("-", atLeast.reached(results));
        results.add("router", "packet", "ratio", 1.0);
        assertEquals("no", atLeast.reached(results));
        results.add("router", "packet", "ratio", 1.05);
        assertEquals("yes", atLeast.reached(results));
        results.add("router", "packet", "ratio", 1.2);
        assertEquals("aim", atLeast.reached(results));
    }

    @Test
    void ofSomeFiguresLessIsBetter() {
        var atMost = Figure.atMost(50, 20, "latency", "p50", "router", "xdp");
        results.add("router", "xdp", "p50", 51);
        assertEquals("no", atMost.reached(results));
        results.add("router", "xdp", "p50", 50);
        assertEquals("yes", atMost.reached(results));
        results.add("router", "xdp", "p50", 12);
        assertEquals("aim", atMost.reached(results));
    }

    @Test
    void aLineSaysWhereTheSenderWasTheLimit() {
        results.add("router", "packet", "ratio", 1.25, "limitedBySender", true);
        assertEquals(
                "rate                                                            1.05      1.15     1.25*  aim",
                Figure.atLeast(1.05, 1.15, "rate", "ratio", "router", "packet").line(results));
    }

    @Test
    void aPictureHasABarForEachRouterAndNamesTheMachine() {
        for (var router : new String[] {"linux", "packet"}) {
            results.add(
                    "benchmark",
                    "forward",
                    "source",
                    "socket",
                    "router",
                    router,
                    "bytes",
                    78,
                    "routes",
                    1_000,
                    "kpps",
                    500.0,
                    "ratio",
                    1.25);
        }
        var svg = Plot.of(results, "2 x <machine>");
        assertEquals(2, svg.split("<rect ", -1).length - 1);
        assertTrue(svg.contains("2 x &lt;machine>"));
        assertTrue(svg.contains("source socket, 78 bytes, 1,000 routes"));
        assertTrue(svg.contains("500 kpps, 1.25<"));
    }
}

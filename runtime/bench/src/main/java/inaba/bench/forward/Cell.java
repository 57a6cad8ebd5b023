package inaba.bench.forward;

import inaba.bench.Results;
import java.util.List;
import java.util.Locale;

/// A router with one source, frame size and table size: its rate, and its ratio to Linux measured in the same round.
///
/// @param limited how often all that was sent was forwarded: the sender was the limit
record Cell(
        String source, String router, int bytes, int routes, Series kpps, Series ratio, Series cpuNanos, int limited) {
    static final String HEADER = String.format(
            Locale.ROOT,
            "%7s %7s %-14s %9s %7s %15s %8s",
            "bytes",
            "routes",
            "router",
            "kpps",
            "/linux",
            "range",
            "ns CPU");

    static final String FOOTNOTE = "* the sender was the limit: all that it sent was forwarded";

    static Cell of(
            String source, String router, int bytes, int routes, List<Flood.Rate> rates, List<Flood.Rate> linux) {
        return new Cell(
                source,
                router,
                bytes,
                routes,
                new Series(rates.stream().mapToDouble(r -> r.received() / 1e3).toArray()),
                ratio(rates, linux),
                new Series(rates.stream().mapToDouble(Flood.Rate::cpu).toArray()),
                (int) rates.stream().filter(Flood.Rate::limitedBySender).count());
    }

    /// The rates by others of the same rounds.
    static Series ratio(List<Flood.Rate> rates, List<Flood.Rate> by) {
        return Series.ratio(
                rates.stream().mapToDouble(Flood.Rate::received).toArray(),
                by.stream().mapToDouble(Flood.Rate::received).toArray());
    }

    /// The sender was the limit in most rounds.
    boolean limitedBySender() {
        return limited * 2 > kpps.values().length && !router.equals("linux");
    }

    /// A `*` marks where the sender was the limit.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-6s %5d %,7d %-14s %,9.0f %7.2f %10.2f-%.2f%s %6.0f",
                source,
                bytes,
                routes,
                router,
                kpps.median(),
                ratio.median(),
                ratio.least(),
                ratio.most(),
                limitedBySender() ? " *" : "  ",
                cpuNanos.median());
    }

    void addTo(Results results) {
        results.add(
                "benchmark",
                "forward",
                "source",
                source,
                "router",
                router,
                "bytes",
                bytes,
                "routes",
                routes,
                "kpps",
                kpps.median(),
                "ratio",
                ratio.median(),
                "ratioLeast",
                ratio.least(),
                "ratioMost",
                ratio.most(),
                "cpuNanos",
                cpuNanos.median(),
                "rounds",
                kpps.values().length,
                "limitedBySender",
                limitedBySender());
    }
}

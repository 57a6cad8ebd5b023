package inaba.ip.probe;

import java.util.Locale;

/// Times as ping and traceroute write them.
final class Milliseconds {
    private static final double NANOS = 1e6;

    private Milliseconds() {}

    /// As iputils: four digits or so, whatever the size: `0.123`, `1.23`, `12.3`, `123`.
    static String short4(long nanos) {
        double ms = nanos / NANOS;
        int decimals = ms >= 99.95 ? 0 : ms >= 9.995 ? 1 : ms >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", ms);
    }

    /// To the microsecond.
    static String exact(double nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS);
    }

    /// As a number for JSON.
    static double number(double nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}

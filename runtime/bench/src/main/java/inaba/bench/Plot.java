package inaba.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `forward` has found as one picture (SVG): a bar for each router beside Linux, a group for each source, frame
/// size and table size.
final class Plot {
    private static final int BAR = 22;
    private static final int NAMES = 130;
    private static final int WIDTH = 520;
    private static final int GAP = 34;
    private static final String FONT = "font-family=\"sans-serif\" font-size=\"12\"";

    private final StringBuilder body = new StringBuilder();
    private int y;

    private Plot() {}

    /// @param title what the figures were measured on
    static String of(Results results, String title) {
        var plot = new Plot();
        var groups = new LinkedHashMap<String, List<Map<String, Object>>>();
        for (var result : results.where("benchmark", "forward")) {
            groups.computeIfAbsent(group(result), _ -> new ArrayList<>()).add(result);
        }
        double most = groups.values().stream()
                .flatMap(List::stream)
                .mapToDouble(result -> number(result, "kpps"))
                .max()
                .orElse(1);
        plot.text(0, title, "start");
        plot.y += BAR;
        groups.forEach((name, bars) -> plot.group(name, bars, most));
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">%n%s</svg>%n",
                NAMES + WIDTH + 2 * NAMES,
                plot.y + BAR,
                plot.body);
    }

    private static String group(Map<String, Object> result) {
        return String.format(
                Locale.ROOT,
                "source %s, %s bytes, %,d routes",
                result.get("source"),
                result.get("bytes"),
                ((Number) result.getOrDefault("routes", 0)).intValue());
    }

    private void group(String name, List<Map<String, Object>> bars, double most) {
        y += GAP - BAR;
        text(0, name, "start");
        for (var bar : bars) {
            y += BAR;
            double kpps = number(bar, "kpps");
            boolean limited = Boolean.TRUE.equals(bar.get("limitedBySender"));
            text(NAMES - 8, String.valueOf(bar.get("router")), "end");
            body.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    NAMES,
                    y - BAR / 2 - 4,
                    WIDTH * kpps / most,
                    BAR - 6,
                    "linux".equals(bar.get("router")) ? "#888888" : "#2a6f97"));
            text(
                    NAMES + (int) (WIDTH * kpps / most) + 8,
                    String.format(
                            Locale.ROOT, "%,.0f kpps, %.2f%s", kpps, number(bar, "ratio"), limited ? " (sender)" : ""),
                    "start");
        }
        y += BAR;
    }

    private static double number(Map<String, Object> result, String name) {
        return result.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    private void text(int x, String text, String anchor) {
        var escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" %s>%s</text>%n",
                x,
                y + BAR / 2 - 4,
                anchor,
                FONT,
                escaped));
    }
}

package inaba.route.fib;

import java.util.Comparator;
import java.util.List;

/// Chooses an algorithm by what trials found.
///
/// @param best the fastest, or, of those that are nearly as fast, the smallest
public record Advice(FibTrial.Result best, List<FibTrial.Result> others) {
    /// Of the fastest one's lookups a second: who has this many is nearly as fast.
    private static final double NEARLY = 0.9;

    /// @param results one or more
    public static Advice of(List<FibTrial.Result> results) {
        long fastest = results.stream()
                .mapToLong(FibTrial.Result::lookupsPerSecond)
                .max()
                .orElseThrow();
        var best = results.stream()
                .filter(result -> result.lookupsPerSecond() >= fastest * NEARLY)
                .min(Comparator.comparingLong(FibTrial.Result::memory))
                .orElseThrow();
        return new Advice(best, results.stream().filter(r -> r != best).toList());
    }

    /// `radix suits this table of 1,000 routes best: 2.4 times the lookups of hash at 0.5 times its memory; it serves
    /// already`
    ///
    /// @param serving the algorithm that serves now
    public String sentence(String serving) {
        var text = new StringBuilder();
        text.append(String.format("%s suits this table of %,d routes best", best.algorithm(), best.routes()));
        String link = ": ";
        for (var other : others) {
            double speed = (double) best.lookupsPerSecond() / Math.max(1, other.lookupsPerSecond());
            double memory = (double) best.memory() / Math.max(1, other.memory());
            text.append(String.format(
                    "%s%.1f times the lookups of %s at %.1f times its memory", link, speed, other.algorithm(), memory));
            link = ", ";
        }
        boolean already = best.algorithm().equals(serving);
        return text.append(already ? "; it serves already" : "; type: swap fib " + best.algorithm())
                .toString();
    }
}

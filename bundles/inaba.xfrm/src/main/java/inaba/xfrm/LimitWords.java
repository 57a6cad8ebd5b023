package inaba.xfrm;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.table.Row;
import inaba.api.xfrm.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Lives in iproute2's words: `limit byte-hard N limit time-soft S`.
final class LimitWords {
    /// In the order of [Limits].
    private static final List<String> WORDS = List.of(
            "byte-soft",
            "byte-hard",
            "packet-soft",
            "packet-hard",
            "time-soft",
            "time-hard",
            "time-use-soft",
            "time-use-hard");

    private final long[] values = new long[WORDS.size()];

    LimitWords() {
        Arrays.fill(values, Limits.NONE);
    }

    void take(Args args) throws CommandException {
        var word = args.oneOf(WORDS);
        values[WORDS.indexOf(word)] = args.number("a number", 1, Long.MAX_VALUE - 1);
    }

    Limits limits() {
        return new Limits(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
    }

    /// When the table removes a row that was added then.
    static long end(long added, Limits limits) {
        boolean ends = limits.hardSeconds() < Duration.ofNanos(Long.MAX_VALUE).toSeconds() / 2;
        return ends ? added + Duration.ofSeconds(limits.hardSeconds()).toNanos() : Row.FOREVER;
    }

    static void show(Line line, Limits limits) {
        long[] now = {
            limits.softBytes(),
            limits.hardBytes(),
            limits.softPackets(),
            limits.hardPackets(),
            limits.softSeconds(),
            limits.hardSeconds(),
            limits.softUseSeconds(),
            limits.hardUseSeconds()
        };
        for (int i = 0; i < now.length; i++) {
            if (now[i] != Limits.NONE) {
                line.keyed("limit " + WORDS.get(i), now[i]);
            }
        }
    }
}

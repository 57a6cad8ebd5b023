package inaba.ip.probe;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Reads options as getopt(3) does: `-c 4`, `-c4`, `-qc4`. What is no option stays for the caller.
final class OptionReader {
    private final String command;
    private final Args args;
    private final String withValue;
    private final String flags;
    private String cluster = "";
    private char letter;

    /// @param withValue letters that a value follows
    /// @param flags letters that stand alone
    OptionReader(String command, Args args, String withValue, String flags) {
        this.command = command;
        this.args = args;
        this.withValue = withValue;
        this.flags = flags;
    }

    /// Goes to the next option; false when the next word is none.
    boolean next() throws CommandException {
        if (cluster.isEmpty()) {
            String word = args.peek();
            if (word == null || word.length() < 2 || word.charAt(0) != '-') {
                return false;
            }
            cluster = args.next("an option").substring(1);
        }
        letter = cluster.charAt(0);
        cluster = cluster.substring(1);
        if (withValue.indexOf(letter) < 0 && flags.indexOf(letter) < 0) {
            throw args.usage("there is no option -" + letter + "; there are -"
                    + String.join(" -", (withValue + flags).split("")));
        }
        return true;
    }

    char letter() {
        return letter;
    }

    /// The value of the present option, alone.
    Args value() throws CommandException {
        String value = cluster.isEmpty() ? args.next("a value for -" + letter) : cluster;
        cluster = "";
        return new Args(command + " -" + letter, List.of(value));
    }

    int number(String expected, int min, int max) throws CommandException {
        return (int) value().number(expected, min, max);
    }

    /// Seconds, perhaps with decimals, in nanoseconds.
    long nanos(String expected, double min, double max) throws CommandException {
        return value().next(expected + " from " + min + " to " + max, word -> {
            var seconds = new BigDecimal(word);
            if (seconds.doubleValue() < min || seconds.doubleValue() > max) {
                throw new IllegalArgumentException("out of range");
            }
            return seconds.movePointRight(9).longValue();
        });
    }

    /// Seconds without an upper end of note: a day.
    long nanosUpToADay(String expected, double min) throws CommandException {
        return nanos(expected, min, TimeUnit.DAYS.toSeconds(1));
    }
}

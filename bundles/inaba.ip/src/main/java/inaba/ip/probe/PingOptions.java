package inaba.ip.probe;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.wire.IpFamily;
import inaba.wire.ScopedAddress;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The options of `ping6` and `ping4`, as iputils has them.
///
/// @param count requests to send, 0 = until cancelled
/// @param interval between requests, nanoseconds
/// @param size of the data, bytes
/// @param hopLimit 0 = the default
/// @param timeout for the last answer when there was none, nanoseconds
/// @param deadline for the whole run, nanoseconds, 0 = none
/// @param via a link or an address of the node, or null
/// @param pattern that fills the data, empty = counting octets
/// @param flood a request as soon as one is answered, at least 100 a second
/// @param fragment false = a request longer than the path's MTU is not sent
record PingOptions(
        ScopedAddress destination,
        int count,
        long interval,
        int size,
        int hopLimit,
        long timeout,
        long deadline,
        @Nullable String via,
        boolean quiet,
        byte[] pattern,
        boolean flood,
        boolean fragment) {
    static final int DEFAULT_SIZE = 56;
    private static final int MAX_SIZE = 65_527;
    private static final int MAX_PATTERN = 16;
    private static final double MIN_INTERVAL = 0.001;

    /// @throws CommandException of wrong usage
    static PingOptions parse(Args args, String command, IpFamily family) throws CommandException {
        return new Parser(args, command, family).parse();
    }

    /// The data of a request: the pattern again and again, or octets that count from 0.
    byte[] data() {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = pattern.length == 0 ? (byte) i : pattern[i % pattern.length];
        }
        return data;
    }

    private static final class Parser {
        private final Args args;
        private final IpFamily family;
        private final OptionReader options;
        private int count;
        private long interval = TimeUnit.SECONDS.toNanos(1);
        private int size = DEFAULT_SIZE;
        private int hopLimit;
        private long timeout = TimeUnit.SECONDS.toNanos(10);
        private long deadline;
        private @Nullable String via;
        private boolean quiet;
        private byte[] pattern = {};
        private boolean flood;
        private boolean fragment = true;

        Parser(Args args, String command, IpFamily family) {
            this.args = args;
            this.family = family;
            this.options = new OptionReader(command, args, "cistWwIpM", "qf");
        }

        /// Options may stand before and behind the destination.
        PingOptions parse() throws CommandException {
            options();
            var destination = args.next("DEST, an " + family + " address", word -> ScopedAddress.parse(word, family));
            options();
            args.end();
            return new PingOptions(
                    destination,
                    count,
                    interval,
                    size,
                    hopLimit,
                    timeout,
                    deadline,
                    via,
                    quiet,
                    pattern,
                    flood,
                    fragment);
        }

        private void options() throws CommandException {
            while (options.next()) {
                option();
            }
        }

        private void option() throws CommandException {
            switch (options.letter()) {
                case 'c' -> count = options.number("a count", 1, Integer.MAX_VALUE);
                case 'i' -> interval = options.nanosUpToADay("seconds", MIN_INTERVAL);
                case 's' -> size = options.number("bytes", 0, MAX_SIZE);
                case 't' -> hopLimit = options.number("a hop limit", 1, 255);
                case 'W' -> timeout = options.nanosUpToADay("seconds", MIN_INTERVAL);
                case 'w' -> deadline = options.nanosUpToADay("seconds", MIN_INTERVAL);
                case 'I' -> via = options.value().next("LINK or ADDR");
                case 'p' -> pattern = options.value().next("up to 16 octets in hexadecimal", PingOptions::pattern);
                // Only IPv4 has a flag for it: `want` and `dont` both let the node cut what the path cannot carry.
                case 'M' ->
                    fragment = !options.value().oneOf("do", "want", "dont").equals("do");
                case 'q' -> quiet = true;
                default -> flood = true;
            }
        }
    }

    private static byte[] pattern(String word) {
        byte[] octets = HexFormat.of().parseHex(word.length() % 2 == 0 ? word : '0' + word);
        if (octets.length == 0 || octets.length > MAX_PATTERN) {
            throw new IllegalArgumentException("it has " + octets.length + " octets");
        }
        return octets;
    }
}

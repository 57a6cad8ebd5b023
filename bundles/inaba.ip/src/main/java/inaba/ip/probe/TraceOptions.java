package inaba.ip.probe;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.ScopedAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The options of `trace6`, as traceroute6 has them.
///
/// @param maxHops hop limit of the last probes, 1 to 255
/// @param probes of each hop, 1 to 10
/// @param patience how long to wait for an answer, nanoseconds
/// @param numeric addresses are shown once
/// @param via a link or an address of the node, or null
/// @param source an address of the node, or null
/// @param port UDP destination port of the first probe; each next one counts up
/// @param icmp echo requests in place of UDP
record TraceOptions(
        ScopedAddress destination,
        int maxHops,
        int probes,
        long patience,
        boolean numeric,
        @Nullable String via,
        @Nullable Ipv6Address source,
        int port,
        boolean icmp) {
    private static final int MAX_PROBES = 10;
    private static final int MAX_PORT = 65_535;

    /// @throws CommandException of wrong usage
    static TraceOptions parse(Args args, String command, IpFamily family) throws CommandException {
        return new Parser(args, command, family).parse();
    }

    private static final class Parser {
        private final Args args;
        private final IpFamily family;
        private final OptionReader options;
        private int maxHops = 30;
        private int probes = 3;
        private long patience = TimeUnit.SECONDS.toNanos(5);
        private boolean numeric;
        private @Nullable String via;
        private @Nullable Ipv6Address source;
        private int port = 33_434;
        private boolean icmp;

        Parser(Args args, String command, IpFamily family) {
            this.args = args;
            this.family = family;
            this.options = new OptionReader(command, args, "mqwIspM", "n");
        }

        TraceOptions parse() throws CommandException {
            options();
            var destination = args.next("DEST, an " + family + " address", word -> ScopedAddress.parse(word, family));
            options();
            args.end();
            if (port + maxHops * probes > MAX_PORT) {
                throw args.usage(
                        "port " + port + " leaves no room for " + maxHops * probes + " probes below " + MAX_PORT);
            }
            return new TraceOptions(destination, maxHops, probes, patience, numeric, via, source, port, icmp);
        }

        private void options() throws CommandException {
            while (options.next()) {
                option();
            }
        }

        private void option() throws CommandException {
            switch (options.letter()) {
                case 'm' -> maxHops = options.number("hops", 1, 255);
                case 'q' -> probes = options.number("probes", 1, MAX_PROBES);
                case 'w' -> patience = options.nanosUpToADay("seconds", 0.001);
                case 'I' -> via = options.value().next("LINK or ADDR");
                case 's' -> source = options.value().address(family);
                case 'p' -> port = options.number("a port", 1, MAX_PORT);
                case 'M' -> icmp = options.value().oneOf("icmp", "udp").equals("icmp");
                default -> numeric = true;
            }
        }
    }
}

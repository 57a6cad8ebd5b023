package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.IpProtocol;
import java.util.List;

/// Which packets for our addresses on a link go to a daemon of this machine, by a tap in its network namespace.
///
/// @param tap name of the device
/// @param namespace as `ip netns` shows it, or empty for the one that the appliance is in
public record HostTapRow(int link, String tap, String namespace, List<Match> matches) implements Row<Integer> {
    /// What key management needs.
    public static final List<Match> DEFAULT = List.of(new Match(IpProtocol.UDP, 500), new Match(IpProtocol.UDP, 4500));

    /// Packets of a protocol.
    ///
    /// @param port of UDP and TCP, at either end; 0 for all
    public record Match(int protocol, int port) {
        private static final int LAST_PROTOCOL = 255;
        private static final int LAST_PORT = 0xffff;

        /// Reads `89`, `udp`, `udp/500`.
        ///
        /// @throws IllegalArgumentException when it is none
        public static Match parse(String text) {
            int slash = text.indexOf('/');
            var name = slash < 0 ? text : text.substring(0, slash);
            int protocol = protocol(name);
            if (slash < 0) {
                return new Match(protocol, 0);
            }
            int port = Integer.parseInt(text.substring(slash + 1));
            if (!hasPorts(protocol) || port < 1 || port > LAST_PORT) {
                throw new IllegalArgumentException("expected udp/PORT or tcp/PORT, not " + text);
            }
            return new Match(protocol, port);
        }

        private static int protocol(String name) {
            return switch (name) {
                case "udp" -> IpProtocol.UDP;
                case "tcp" -> IpProtocol.TCP;
                default -> {
                    int number = Integer.parseInt(name);
                    if (number < 1 || number > LAST_PROTOCOL) {
                        throw new IllegalArgumentException("a protocol has a number from 1 to 255");
                    }
                    yield number;
                }
            };
        }

        private static boolean hasPorts(int protocol) {
            return protocol == IpProtocol.UDP || protocol == IpProtocol.TCP;
        }

        /// @param source -1 where there are no ports
        public boolean is(int packetProtocol, int source, int destination) {
            return protocol == packetProtocol && (port == 0 || port == source || port == destination);
        }

        @Override
        public String toString() {
            var name = protocol == IpProtocol.UDP ? "udp" : protocol == IpProtocol.TCP ? "tcp" : "" + protocol;
            return port == 0 ? name : name + '/' + port;
        }
    }

    public HostTapRow {
        matches = List.copyOf(matches);
    }

    /// True when such a packet is the daemon's.
    ///
    /// @param source port, -1 where there is none
    public boolean wants(int protocol, int source, int destination) {
        for (var match : matches) {
            if (match.is(protocol, source, destination)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Integer key() {
        return link;
    }

    @Override
    public String owner() {
        return PERSON;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}

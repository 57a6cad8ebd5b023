package inaba.tunnel.path;

import inaba.api.link.TunnelRow;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tunnels by their ends, protocol and key: an immutable table, looked up by workers for each packet.
public final class Peers {
    private static final int NO_KEY = 0;
    private static final int WITH_KEY = 1 << 16;
    private static final int IPV4 = 1 << 8;

    private final List<Tunnel> tunnels;
    private final @Nullable Entry[] slots;

    /// @param kind protocol, family of the outer header, and whether there is a key
    private record Entry(long high, long low, long localHigh, long localLow, int kind, int key, Tunnel tunnel) {}

    public Peers(Collection<Tunnel> tunnels) {
        this.tunnels = List.copyOf(tunnels);
        this.slots = new Entry[Integer.highestOneBit(Math.max(4, this.tunnels.size() * 2)) * 4];
        this.tunnels.forEach(this::add);
    }

    public List<Tunnel> tunnels() {
        return tunnels;
    }

    /// Protocol numbers behind an outer header that a tunnel wants.
    public static boolean wants(TunnelRow row, IpFamily outer, int protocol) {
        return row.mode().outer() == outer
                && switch (protocol) {
                    case IpProtocol.IPV4 -> !row.mode().isGre() && row.mode().carries(IpFamily.IPV4);
                    case IpProtocol.IPV6 -> !row.mode().isGre() && row.mode().carries(IpFamily.IPV6);
                    case IpProtocol.GRE -> row.mode().isGre();
                    default -> false;
                };
    }

    /// The tunnel that a packet belongs to: first one with these ends, then one whose other end is anybody.
    ///
    /// @param high source of the outer header
    /// @param localHigh destination of the outer header
    /// @return null when there is none
    @Nullable
    Tunnel find(
            boolean ipv4, int protocol, long high, long low, long localHigh, long localLow, boolean keyed, int key) {
        int kind = kind(ipv4, protocol, keyed);
        var found = get(high, low, localHigh, localLow, kind, key);
        if (found == null) {
            found = get(0, anybody(ipv4), localHigh, localLow, kind, key);
        }
        return found;
    }

    /// True when a tunnel has these ends, whatever its key.
    boolean connects(boolean ipv4, long high, long low, long localHigh, long localLow) {
        for (var slot : slots) {
            if (slot != null
                    && slot.high == high
                    && slot.low == low
                    && slot.localHigh == localHigh
                    && slot.localLow == localLow
                    && (slot.kind & IPV4) == (ipv4 ? IPV4 : 0)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Tunnel get(long high, long low, long localHigh, long localLow, int kind, int key) {
        int mask = slots.length - 1;
        for (int i = hash(high, low, localLow, kind, key) & mask; ; i = i + 1 & mask) {
            var slot = slots[i];
            if (slot == null) {
                return null;
            }
            if (slot.low == low
                    && slot.high == high
                    && slot.localLow == localLow
                    && slot.localHigh == localHigh
                    && slot.kind == kind
                    && slot.key == key) {
                return slot.tunnel;
            }
        }
    }

    private void add(Tunnel tunnel) {
        var row = tunnel.row();
        boolean ipv4 = row.mode().outer() == IpFamily.IPV4;
        for (int protocol : new int[] {IpProtocol.IPV4, IpProtocol.IPV6, IpProtocol.GRE}) {
            if (wants(row, row.mode().outer(), protocol)) {
                var key = row.inKey();
                boolean keyed = row.mode().isGre() && key != null;
                add(new Entry(
                        row.remote().high(),
                        row.remote().isUnspecified()
                                ? anybody(ipv4)
                                : row.remote().low(),
                        tunnel.local().high(),
                        tunnel.local().low(),
                        kind(ipv4, protocol, keyed),
                        keyed ? key : NO_KEY,
                        tunnel));
            }
        }
    }

    private void add(Entry entry) {
        int mask = slots.length - 1;
        int i = hash(entry.high, entry.low, entry.localLow, entry.kind, entry.key) & mask;
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = entry;
    }

    private static long anybody(boolean ipv4) {
        return ipv4 ? Ipv6Address.ofIpv4(0).low() : 0;
    }

    private static int kind(boolean ipv4, int protocol, boolean keyed) {
        return protocol | (ipv4 ? IPV4 : 0) | (keyed ? WITH_KEY : 0);
    }

    private static int hash(long high, long low, long localLow, int kind, int key) {
        long h = (high ^ key) * 0x9e37_79b9_7f4a_7c15L ^ low;
        h = (h ^ h >>> 32) * 0xc2b2_ae3d_27d4_eb4fL ^ localLow ^ (long) kind << 40;
        h = (h ^ h >>> 29) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (h >>> 32);
    }
}

package inaba.core.path;

import inaba.wire.Ipv6Address;
import inaba.wire.KeyedHash;
import java.util.LinkedHashMap;
import java.util.Map;

/// The addresses and groups that are ours: (zone, address) to what we are to it. Immutable; built anew on a change.
///
/// The zone of a link-local or multicast address is its link; of any other it is 0 (RFC 4007 §6, for IPv4 RFC 3927 §2.6
/// and RFC 1112 §7.1).
public final class LocalAddresses {
    public static final int NONE = 0;
    public static final int UNICAST = 1;
    public static final int ANYCAST = 2;
    public static final int TENTATIVE = 3;
    public static final int GROUP = 4;
    /// Another's, answered for by us: Neighbor Discovery about it is ours, all else is forwarded.
    public static final int PROXY = 5;
    /// Of IPv4: to all on a subnet.
    public static final int BROADCAST = 6;
    /// Of IPv4: a subnet itself, which nobody is (RFC 1812 §4.2.3.1).
    public static final int SUBNET = 7;

    private final long[] high;
    private final long[] low;
    private final int[] zone;
    private final byte[] kind;
    private final int mask;
    private final long secret;

    private LocalAddresses(int size, long secret) {
        high = new long[size];
        low = new long[size];
        zone = new int[size];
        kind = new byte[size];
        mask = size - 1;
        this.secret = secret;
    }

    /// @return what the address is to us on a link: [#NONE], [#UNICAST], ...
    public int kind(int link, long addressHigh, long addressLow) {
        int wanted = zone(link, addressHigh, addressLow);
        for (int i = hash(wanted, addressHigh, addressLow) & mask; ; i = (i + 1) & mask) {
            if (kind[i] == NONE || (low[i] == addressLow && high[i] == addressHigh && zone[i] == wanted)) {
                return kind[i];
            }
        }
    }

    static int zone(int link, long addressHigh, long addressLow) {
        boolean ofLink = addressHigh == 0
                ? Ipv6Address.isMapped(addressHigh, addressLow) && isOfLink((int) addressLow)
                : Ipv6Address.isMulticast(addressHigh) || Ipv6Address.isLinkLocal(addressHigh);
        return ofLink ? link : 0;
    }

    private static boolean isOfLink(int ipv4) {
        return Ipv6Address.isIpv4Multicast(ipv4) || Ipv6Address.isIpv4LinkLocal(ipv4);
    }

    private int hash(int zone, long addressHigh, long addressLow) {
        return (int) (KeyedHash.of(secret, addressHigh, addressLow, zone) >>> 32);
    }

    /// Collects addresses; where one is added twice, the lower kind stays (an address of ours is more than an anycast
    /// one).
    public static final class Builder {
        private final Map<Key, Integer> kinds = new LinkedHashMap<>();

        public Builder add(int link, Ipv6Address address, int kind) {
            kinds.merge(new Key(zone(link, address.high(), address.low()), address), kind, Math::min);
            return this;
        }

        /// @param secret makes collisions unpredictable
        public LocalAddresses build(long secret) {
            int size = Integer.highestOneBit(Math.max(8, kinds.size() * 2)) * 2;
            var built = new LocalAddresses(size, secret);
            kinds.forEach((key, kind) -> built.insert(key, kind));
            return built;
        }

        private record Key(int zone, Ipv6Address address) {}
    }

    private void insert(Builder.Key key, int what) {
        var a = key.address;
        int i = hash(key.zone, a.high(), a.low()) & mask;
        while (kind[i] != NONE) {
            i = (i + 1) & mask;
        }
        high[i] = a.high();
        low[i] = a.low();
        zone[i] = key.zone;
        kind[i] = (byte) what;
    }
}

package inaba.core.route;

import inaba.api.route.Fib;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// How a family's addresses are looked up. Each family has FIBs of its own, so that `::/0` never matches an IPv4
/// address; IPv4's are built over its 32 bits alone, which stand first in the key: 10.0.0.0/8 is `a00::/8` there. A
/// lookup then walks 32 bits at the most, whatever the algorithm.
public final class FibKey {
    private FibKey() {}

    /// The prefix as a FIB of the family has it.
    static Prefix of(IpFamily family, Prefix prefix) {
        if (family == IpFamily.IPV6) {
            return prefix;
        }
        long high = high(prefix.address().low());
        return new Prefix(new Ipv6Address(high, 0), family.length(prefix.length()));
    }

    /// Looks up an address, an IPv4 one as `::ffff:a.b.c.d`, in a FIB of its family.
    public static int lookup(IpFamily family, Fib fib, long high, long low) {
        return family == IpFamily.IPV6 ? fib.lookup(high, low) : fib.lookup(high(low), 0);
    }

    private static long high(long mappedLow) {
        return mappedLow << 32;
    }
}

package inaba.xfrm.pfkey;

import inaba.api.xfrm.Limits;
import inaba.keys.Instants;
import inaba.xfrm.pfkey.wire.Extensions;
import inaba.xfrm.pfkey.wire.KeyMessage;
import inaba.xfrm.pfkey.wire.LifetimeExtension;
import java.lang.foreign.MemorySegment;

/// Lifetimes from messages and into them, RFC 2367 §2.3.2.
record Lifetimes(Instants instants) {
    static Limits limits(Extensions with) {
        var soft = limit(with, Extensions.LIFETIME_SOFT);
        var hard = limit(with, Extensions.LIFETIME_HARD);
        return new Limits(
                limit(soft.octets()),
                limit(hard.octets()),
                limit(soft.allocations()),
                limit(hard.allocations()),
                limit(soft.added()),
                limit(hard.added()),
                limit(soft.used()),
                limit(hard.used()));
    }

    private static LifetimeExtension limit(Extensions with, int which) {
        var said = with.get(which, LifetimeExtension.BYTES);
        return new LifetimeExtension(said == null ? MemorySegment.ofArray(new byte[LifetimeExtension.BYTES]) : said);
    }

    private static long limit(long said) {
        return said <= 0 ? Limits.NONE : said;
    }

    static void hard(Limits limits, KeyMessage message) {
        extension(message, Extensions.LIFETIME_HARD)
                .all(
                        said(limits.hardPackets()),
                        said(limits.hardBytes()),
                        said(limits.hardSeconds()),
                        said(limits.hardUseSeconds()));
    }

    static void soft(Limits limits, KeyMessage message) {
        extension(message, Extensions.LIFETIME_SOFT)
                .all(
                        said(limits.softPackets()),
                        said(limits.softBytes()),
                        said(limits.softSeconds()),
                        said(limits.softUseSeconds()));
    }

    private static long said(long limit) {
        return limit == Limits.NONE ? 0 : limit;
    }

    /// @param added instant, likewise `used`
    void current(KeyMessage message, long packets, long octets, long added, long used) {
        extension(message, Extensions.LIFETIME_CURRENT)
                .all(packets, octets, instants.seconds(added), instants.seconds(used));
    }

    private static LifetimeExtension extension(KeyMessage message, int which) {
        return new LifetimeExtension(message.extension(which, LifetimeExtension.BYTES));
    }
}

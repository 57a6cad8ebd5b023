package inaba.ra.core;

import inaba.wire.Prefix;
import inaba.wire.nd.MtuOption;
import inaba.wire.nd.NdOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.Pref64;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouterAdvertisement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Whether another router's advertisement agrees with ours, RFC 4861 §6.2.7 and RFC 8781 §5.2.
public final class Consistency {
    /// Lifetimes that run down may be read some time apart.
    private static final long SKEW_SECONDS = 10;

    private Consistency() {}

    /// Compares two valid messages.
    ///
    /// @return as text, what differs so that hosts would go from one value to the other and back
    public static List<String> differences(RouterAdvertisement theirs, RouterAdvertisement ours) {
        var found = new ArrayList<String>();
        specified(found, "hop limit", theirs.curHopLimit(), ours.curHopLimit());
        specified(found, "reachable time", theirs.reachableTime(), ours.reachableTime());
        specified(found, "retransmission timer", theirs.retransTimer(), ours.retransTimer());
        same(found, "managed flag", theirs.managed(), ours.managed());
        same(found, "other flag", theirs.other(), ours.other());
        var their = Options.read(theirs);
        var own = Options.read(ours);
        specified(found, "MTU", their.mtu, own.mtu);
        own.lifetimes.forEach((prefix, lifetimes) -> {
            var other = their.lifetimes.get(prefix);
            if (other != null) {
                lifetime(found, "preferred lifetime of " + prefix, other.preferred(), lifetimes.preferred());
                lifetime(found, "valid lifetime of " + prefix, other.valid(), lifetimes.valid());
            }
        });
        if (!their.nat64.isEmpty() && !own.nat64.isEmpty()) {
            same(found, "NAT64 prefixes", their.nat64, own.nat64);
        }
        return found;
    }

    /// Zero is unspecified and agrees with all.
    private static void specified(List<String> found, String what, long theirs, long ours) {
        if (theirs != 0 && ours != 0) {
            same(found, what, theirs, ours);
        }
    }

    private static void lifetime(List<String> found, String what, long theirs, long ours) {
        if (Math.abs(theirs - ours) > SKEW_SECONDS) {
            same(found, what, theirs, ours);
        }
    }

    private static void same(List<String> found, String what, Object theirs, Object ours) {
        if (!theirs.equals(ours)) {
            found.add(what + ' ' + theirs + " (ours " + ours + ')');
        }
    }

    private record Lifetimes(long valid, long preferred) {}

    private record Options(long mtu, Map<Prefix, Lifetimes> lifetimes, Set<Prefix> nat64) {
        static Options read(RouterAdvertisement message) {
            long mtu = 0;
            var lifetimes = new HashMap<Prefix, Lifetimes>();
            var nat64 = new TreeSet<Prefix>();
            for (NdOption option : new NdOptions(message.options())) {
                var bytes = option.bytes();
                if (MtuOption.fits(bytes)) {
                    mtu = new MtuOption(bytes).mtu();
                } else if (PrefixInformation.fits(bytes)) {
                    var prefix = new PrefixInformation(bytes);
                    lifetimes.put(prefix.prefix(), new Lifetimes(prefix.valid(), prefix.preferred()));
                } else if (Pref64.fits(bytes) && new Pref64(bytes).lifetime() != 0) {
                    nat64.add(new Pref64(bytes).prefix());
                }
            }
            return new Options(mtu, lifetimes, nat64);
        }
    }
}

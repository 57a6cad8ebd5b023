package inaba.ra.core;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.link.AdvertisingState.Withdrawn;
import inaba.api.table.Row;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// AdvPrefixList, RFC 4861 §6.2.1: what a person named or, if nothing, the subnets of the link's own global addresses.
public final class LinkPrefixes {
    private static final int AUTONOMOUS_LENGTH = 64;
    private static final int HOST_LENGTH = 128;
    private static final long TWO_HOURS_SECONDS = 7200;

    private LinkPrefixes() {}

    /// @param addresses of the link
    /// @param now nanoseconds: the lifetimes of addresses that end run down in real time
    public static List<OnLinkPrefix> of(AdvertisingRow row, Collection<AddressRow> addresses, long now) {
        if (!row.prefixes().isEmpty()) {
            return named(row, now).stream()
                    .map(prefix -> withRouter(prefix, addresses))
                    .toList();
        }
        var prefixes = new LinkedHashMap<Prefix, OnLinkPrefix>();
        addresses.stream()
                .filter(LinkPrefixes::tells)
                .forEach(a -> prefixes.merge(a.subnet(), of(a, now), LinkPrefixes::longer));
        return List.copyOf(prefixes.values());
    }

    /// Those that a person named, with the lifetimes that they have now.
    public static List<OnLinkPrefix> named(AdvertisingRow row, long now) {
        return row.prefixes().stream().map(prefix -> runDown(prefix, now)).toList();
    }

    /// Lifetimes that run down in real time, RFC 4861 §6.2.1.
    private static OnLinkPrefix runDown(OnLinkPrefix prefix, long now) {
        if (prefix.since() == OnLinkPrefix.FIXED) {
            return prefix;
        }
        long gone = TimeUnit.NANOSECONDS.toSeconds(now - prefix.since());
        return prefix.withLifetimes(left(prefix.validSeconds(), gone), left(prefix.preferredSeconds(), gone));
    }

    private static long left(long seconds, long gone) {
        return seconds == NdOption.INFINITY ? seconds : Math.max(0, seconds - gone);
    }

    /// The address of ours that mobile nodes are told, RFC 6275 §7.2; none while we have none of the prefix.
    private static OnLinkPrefix withRouter(OnLinkPrefix prefix, Collection<AddressRow> addresses) {
        if (prefix.router() == null) {
            return prefix;
        }
        return prefix.withRouter(addresses.stream()
                .filter(a -> a.usable() && !a.anycast() && prefix.prefix().contains(a.address()))
                .map(AddressRow::address)
                .findFirst()
                .orElse(null));
    }

    /// What has been advertised and is no longer: deprecated until hosts have forgotten it, which takes the rest of its
    /// valid lifetime, but for more than two hours they believe nobody (RFC 4862 §5.5.3 (e), RFC 9096 §3.5).
    ///
    /// @param before what was advertised, with its lifetimes
    /// @param until when that was so last, nanoseconds; at most `now`
    public static List<Withdrawn> withdrawn(
            List<Withdrawn> already,
            Collection<OnLinkPrefix> before,
            long until,
            Collection<OnLinkPrefix> after,
            long now) {
        var present = after.stream().map(OnLinkPrefix::prefix).collect(Collectors.toSet());
        var withdrawn = new LinkedHashMap<Prefix, Withdrawn>();
        already.stream()
                .filter(w -> w.until() > now)
                .forEach(w -> withdrawn.put(w.prefix().prefix(), w));
        for (var prefix : before) {
            long seconds = Math.min(prefix.validSeconds(), TWO_HOURS_SECONDS);
            long end = until + TimeUnit.SECONDS.toNanos(seconds);
            if (end > now) {
                withdrawn.putIfAbsent(prefix.prefix(), new Withdrawn(prefix, end));
            }
        }
        withdrawn.keySet().removeAll(present);
        return List.copyOf(withdrawn.values());
    }

    /// As they are to be advertised now.
    public static List<OnLinkPrefix> deprecated(Collection<Withdrawn> withdrawn, long now) {
        return withdrawn.stream()
                .filter(w -> w.until() > now)
                .map(w -> w.prefix().withLifetimes(TimeUnit.NANOSECONDS.toSeconds(w.until() - now), 0))
                .toList();
    }

    /// Addresses that were themselves learned from an advertisement are for the other router to advertise.
    private static boolean tells(AddressRow address) {
        return address.origin() == Origin.MANUAL
                && address.usable()
                && address.address().isGlobal()
                && address.prefixLength() > 0
                && address.prefixLength() < HOST_LENGTH;
    }

    private static OnLinkPrefix of(AddressRow address, long now) {
        long valid = seconds(address.validUntil(), Settings.DEFAULT_VALID_SECONDS, now);
        long preferred = seconds(address.preferredUntil(), Settings.DEFAULT_PREFERRED_SECONDS, now);
        boolean autonomous = address.prefixLength() == AUTONOMOUS_LENGTH;
        return new OnLinkPrefix(address.subnet(), true, autonomous, valid, Math.min(valid, preferred));
    }

    private static long seconds(long until, long most, long now) {
        return until == Row.FOREVER ? most : Math.clamp(TimeUnit.NANOSECONDS.toSeconds(until - now), 0, most);
    }

    private static OnLinkPrefix longer(OnLinkPrefix a, OnLinkPrefix b) {
        return new OnLinkPrefix(
                a.prefix(),
                true,
                a.autonomous(),
                Math.max(a.validSeconds(), b.validSeconds()),
                Math.max(a.preferredSeconds(), b.preferredSeconds()));
    }
}

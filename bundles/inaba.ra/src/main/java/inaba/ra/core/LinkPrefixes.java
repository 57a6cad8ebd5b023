package inaba.ra.core;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.table.Row;
import inaba.wire.Prefix;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// AdvPrefixList, RFC 4861 §6.2.1: what a person named or, if nothing, the subnets of the link's own global addresses.
public final class LinkPrefixes {
    private static final int AUTONOMOUS_LENGTH = 64;
    private static final int HOST_LENGTH = 128;

    private LinkPrefixes() {}

    /// @param addresses of the link
    /// @param now nanoseconds: the lifetimes of addresses that end run down in real time
    public static List<OnLinkPrefix> of(AdvertisingRow row, Collection<AddressRow> addresses, long now) {
        if (!row.prefixes().isEmpty()) {
            return row.prefixes();
        }
        var prefixes = new LinkedHashMap<Prefix, OnLinkPrefix>();
        addresses.stream()
                .filter(LinkPrefixes::tells)
                .forEach(a -> prefixes.merge(a.subnet(), of(a, now), LinkPrefixes::longer));
        return List.copyOf(prefixes.values());
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

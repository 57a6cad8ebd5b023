package inaba.addrconf.core;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import java.util.Collection;

/// When addresses become deprecated, RFC 4862 §5.5.4. Their end is watched by the table itself.
///
/// One timer serves all addresses: it runs when the next one asks for it, but not sooner after the last time than a
/// minimum interval, so that addresses which end at almost the same time are handled together.
public final class Lifetimes {
    private Lifetimes() {}

    /// The state of an address that passed Duplicate Address Detection.
    public static State assigned(long preferredUntil, long now) {
        return preferredUntil <= now ? State.DEPRECATED : State.PREFERRED;
    }

    /// True when the address must change from PREFERRED to DEPRECATED.
    public static boolean expired(AddressRow row, long now) {
        return row.state() == State.PREFERRED && assigned(row.preferredUntil(), now) == State.DEPRECATED;
    }

    /// The address with new lifetimes; once it is assigned they decide its state.
    public static AddressRow prolonged(AddressRow row, long preferredUntil, long validUntil, long now) {
        var updated = row.withLifetimes(preferredUntil, validUntil);
        boolean assigned = row.state() == State.PREFERRED || row.state() == State.DEPRECATED;
        return assigned ? updated.withState(assigned(preferredUntil, now)) : updated;
    }

    /// The instant of the next run, or [Row#FOREVER].
    ///
    /// @param other what else is due, or [Row#FOREVER]
    /// @param earliest before which there is none
    public static long next(Collection<AddressRow> rows, long other, long earliest) {
        long due = rows.stream()
                .filter(row -> row.state() == State.PREFERRED)
                .mapToLong(AddressRow::preferredUntil)
                .reduce(other, Math::min);
        return due == Row.FOREVER ? due : Math.max(due, earliest);
    }
}

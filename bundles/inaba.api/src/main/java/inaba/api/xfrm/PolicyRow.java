package inaba.api.xfrm;

import inaba.api.table.Row;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// An entry of the Security Policy Database, RFC 4301 §4.4.1. Of several that match, the lowest priority counts; of
/// equal ones the older.
///
/// @param index of a person's or a daemon's choosing, unique
/// @param priority 0 is considered first
/// @param templates empty: allowed as it is
/// @param use how many packets it decided
/// @param life the same object in each row that replaces this one with the same limits
public record PolicyRow(
        Key key,
        int index,
        long priority,
        Action action,
        List<Template> templates,
        LongAdder use,
        PolicyLife life,
        String owner,
        long validUntil)
        implements Row<PolicyRow.Key> {
    /// What becomes of a packet; with templates `allow` means protect.
    public enum Action {
        ALLOW,
        BLOCK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param direction in which it decides
    public record Key(Direction direction, Selector selector) {}

    /// The most transforms that a packet goes through.
    public static final int MOST_TEMPLATES = 6;

    /// One that lasts.
    public PolicyRow(
            Key key,
            int index,
            long priority,
            Action action,
            List<Template> templates,
            LongAdder use,
            String owner,
            long validUntil) {
        this(
                key,
                index,
                priority,
                action,
                templates,
                use,
                new PolicyLife(Limits.UNLIMITED, SaState.UNUSED),
                owner,
                validUntil);
    }

    public PolicyRow {
        templates = List.copyOf(templates);
        if (templates.size() > MOST_TEMPLATES) {
            throw new IllegalArgumentException("a policy has " + MOST_TEMPLATES + " templates at most");
        }
    }

    /// True when packets that match do not pass as they are.
    public boolean restricts() {
        return action == Action.BLOCK || !templates.isEmpty();
    }
}

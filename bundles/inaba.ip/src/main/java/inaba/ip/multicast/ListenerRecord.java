package inaba.ip.multicast;

import inaba.wire.Ipv6Address;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A Multicast Address Record, RFC 3810 §5.2.12.
public record ListenerRecord(Type type, Ipv6Address group, SortedSet<Ipv6Address> sources) {
    /// The types, by their numbers.
    public enum Type {
        IS_IN,
        IS_EX,
        TO_IN,
        TO_EX,
        ALLOW,
        BLOCK;

        /// 1..6
        public int number() {
            return ordinal() + 1;
        }

        /// Of one that says which sources are not wanted, a part is no less true than the whole (§5.2.15).
        boolean excludes() {
            return this == IS_EX || this == TO_EX;
        }
    }

    public ListenerRecord {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }
}

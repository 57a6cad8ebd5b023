package inaba.api.route;

import inaba.wire.Prefix;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// A longest-prefix-match table from addresses to ints. Lookups run on many threads, never lock and never allocate.
@ConsumerType
public interface Fib {
    /// The answer where no prefix matches.
    int NONE = -1;

    /// @param high the upper 64 bits of the address
    /// @param low the lower 64 bits
    /// @return the value of the longest prefix that contains the address, or [#NONE]
    int lookup(long high, long low);

    /// A table with the changes applied, in order. This one may be used until the new one is published, and must answer
    /// every lookup meanwhile with its old or the new value; afterwards it is not used again. Never called
    /// concurrently.
    Fib apply(List<Change> changes);

    /// Bytes that the table holds, near enough to choose by.
    long memory();

    /// An entry. Values are 0 upwards.
    record Entry(Prefix prefix, int value) {}

    /// An entry to add or replace, or, with [#NONE], to remove.
    record Change(Prefix prefix, int value) {}

    /// A way to build tables. Registered as a service; `swap fib NAME` chooses.
    @ConsumerType
    interface Algorithm {
        /// `radix`
        String name();

        /// Builds a table. Called off the control loop. Prefixes are distinct.
        Fib build(Collection<Entry> entries);
    }
}

package inaba.api.table;

/// One row: a record of final values of `inaba.wire`, `inaba.api` and the JDK, so that no bundle's class stays
/// reachable.
public interface Row<K> {
    /// `validUntil` of a row that has no end.
    long FOREVER = Long.MAX_VALUE;

    /// The owner of rows that a person made: they are never swept.
    String PERSON = "person";

    K key();

    /// Symbolic name of the bundle that keeps the row, or [#PERSON].
    String owner();

    /// The instant, in [inaba.api.time.Time] nanoseconds, at which the table removes the row.
    long validUntil();
}

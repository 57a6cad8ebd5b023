package inaba.core.output;

import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The policy table of RFC 6724 §2.1. Longest match wins.
public final class PolicyTable {
    private static final List<Entry> DEFAULTS = List.of(
            entry("::1/128", 50, 0),
            entry("::/0", 40, 1),
            entry("::ffff:0:0/96", 35, 4),
            entry("2002::/16", 30, 2),
            entry("2001::/32", 5, 5),
            entry("fc00::/7", 3, 13),
            entry("::/96", 1, 3),
            entry("fec0::/10", 1, 11),
            entry("3ffe::/16", 1, 12));

    private static final Entry UNMATCHED = entry("::/0", 40, 1);

    private volatile boolean prefersTemporary = true;
    private final List<Entry> entries = new CopyOnWriteArrayList<>(DEFAULTS);

    /// One line of the table.
    public record Entry(Prefix prefix, int precedence, int label) {}

    public List<Entry> entries() {
        return entries.stream()
                .sorted(Comparator.comparingInt((Entry e) -> -e.precedence).thenComparing(Entry::prefix))
                .toList();
    }

    /// True for a line that a person did not make.
    public static boolean isDefault(Entry entry) {
        return DEFAULTS.contains(entry);
    }

    /// Prefixes of the defaults that are no longer there.
    public List<Prefix> missingDefaults() {
        return DEFAULTS.stream()
                .map(Entry::prefix)
                .filter(p -> entries.stream().noneMatch(e -> e.prefix.equals(p)))
                .toList();
    }

    /// Adds a line, in place of one with the same prefix.
    public void add(Entry entry) {
        remove(entry.prefix);
        entries.add(entry);
    }

    /// @return false when there was none
    public boolean remove(Prefix prefix) {
        return entries.removeIf(e -> e.prefix.equals(prefix));
    }

    public int label(Ipv6Address address) {
        return of(address).label;
    }

    public int precedence(Ipv6Address address) {
        return of(address).precedence;
    }

    /// The Privacy Preference flag of rule 7: temporary addresses before others, else after them.
    public boolean prefersTemporary() {
        return prefersTemporary;
    }

    public void preferTemporary(boolean on) {
        prefersTemporary = on;
    }

    /// What matches an address of which the table says nothing is like `::/0` of the defaults.
    private Entry of(Ipv6Address address) {
        return entries.stream()
                .filter(e -> e.prefix.contains(address))
                .max(Comparator.comparingInt(e -> e.prefix.length()))
                .orElse(UNMATCHED);
    }

    private static Entry entry(String prefix, int precedence, int label) {
        return new Entry(Prefix.parse(prefix), precedence, label);
    }
}

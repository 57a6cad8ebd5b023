package inaba.core.output;

import inaba.api.link.AddressRow;
import inaba.wire.Ipv6Address;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Source address selection, RFC 6724 §5, as an order of the candidates.
///
/// Rule 4 tells home from care-of addresses: there are none, so that it finds every two candidates equal.
public final class SourceSelection {
    private final PolicyTable policy;

    public SourceSelection(PolicyTable policy) {
        this.policy = policy;
    }

    /// Picks among the candidates.
    ///
    /// @param candidates usable unicast addresses of the node; for link-local and multicast destinations, of the
    /// link only
    /// @param link the outgoing link
    /// @param advertised says whether the next hop advertised the prefix of the address (rule 5.5)
    /// @return null when there is no candidate
    public @Nullable Ipv6Address pick(
            List<AddressRow> candidates,
            Ipv6Address destination,
            int link,
            BiPredicate<AddressRow, Ipv6Address> advertised) {
        return candidates.stream()
                .filter(row -> row.usable() && !row.anycast())
                .min(order(destination, link, advertised))
                .map(AddressRow::address)
                .orElse(null);
    }

    private Comparator<AddressRow> order(
            Ipv6Address destination, int link, BiPredicate<AddressRow, Ipv6Address> advertised) {
        int scope = destination.scope();
        int label = policy.label(destination);
        return better(row -> row.address().equals(destination)) // Rule 1
                .thenComparing(
                        (a, b) -> byScope(a.address().scope(), b.address().scope(), scope)) // Rule 2
                .thenComparing(better(
                        row -> row.state() == AddressRow.State.PREFERRED)) // Rule 3; RFC 4429 §2.1 for optimistic
                .thenComparing(better(row -> row.link() == link)) // Rule 5
                .thenComparing(better(row -> advertised.test(row, destination))) // Rule 5.5
                .thenComparing(better(row -> policy.label(row.address()) == label)) // Rule 6
                .thenComparing(better(
                        row -> (row.origin() == AddressRow.Origin.TEMPORARY) == policy.prefersTemporary())) // Rule 7
                .thenComparing(row -> -common(row, destination)); // Rule 8
    }

    /// Rule 2: the smallest scope that reaches the destination, else the largest.
    private static int byScope(int a, int b, int wanted) {
        if (a == b) {
            return 0;
        }
        boolean aIsBetter = a < b ? a >= wanted : b < wanted;
        return aIsBetter ? -1 : 1;
    }

    /// CommonPrefixLen, §2.2.
    static int common(AddressRow row, Ipv6Address destination) {
        return Math.min(row.prefixLength(), row.address().commonPrefixLength(destination));
    }

    private static Comparator<AddressRow> better(Predicate<AddressRow> rule) {
        return Comparator.comparing(row -> !rule.test(row));
    }
}

package inaba.core.output;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.wire.Ipv6Address;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Destination address selection, RFC 6724 §6, as an order that leaves equals as they came (rule 10).
///
/// Rule 4 tells home from care-of addresses and rule 7 native from encapsulating links: neither is there, so that both
/// find every two destinations equal.
public final class DestinationSelection {
    private final PolicyTable policy;

    public DestinationSelection(PolicyTable policy) {
        this.policy = policy;
    }

    /// A destination, and what the node knows of the way to it.
    ///
    /// @param link the outgoing link, 0 for none
    /// @param source what source address selection picks, or null when nothing fits
    /// @param reachable false when it is known that packets would not arrive
    public record Choice(
            Ipv6Address destination, int link, @Nullable AddressRow source, boolean reachable) {}

    /// The choices, best first.
    public List<Choice> order(List<Choice> choices) {
        return choices.stream().sorted(order()).toList();
    }

    private Comparator<Choice> order() {
        return better(one -> one.reachable() && one.source() != null) // Rule 1
                .thenComparing(better(one -> with(one, s -> scope(s) == scope(one)))) // Rule 2
                .thenComparing(better(one -> with(one, s -> s.state() != State.DEPRECATED))) // Rule 3
                .thenComparing(better(one -> with(one, s -> label(s) == policy.label(one.destination())))) // Rule 5
                .thenComparing(one -> -policy.precedence(one.destination())) // Rule 6
                .thenComparing(DestinationSelection::scope) // Rule 8
                .thenComparing(DestinationSelection::longerMatch); // Rule 9
    }

    private int label(AddressRow source) {
        return policy.label(source.address());
    }

    private static int scope(AddressRow source) {
        return source.address().scope();
    }

    private static int scope(Choice one) {
        return one.destination().scope();
    }

    /// Rule 9, of addresses of one family; those of two are equal.
    private static int longerMatch(Choice a, Choice b) {
        if (a.source() == null
                || b.source() == null
                || a.destination().isMapped() != b.destination().isMapped()) {
            return 0;
        }
        return SourceSelection.common(b.source(), b.destination())
                - SourceSelection.common(a.source(), a.destination());
    }

    private static boolean with(Choice one, Predicate<AddressRow> rule) {
        return one.source() != null && rule.test(one.source());
    }

    private static Comparator<Choice> better(Predicate<Choice> rule) {
        return Comparator.comparing(one -> !rule.test(one));
    }
}

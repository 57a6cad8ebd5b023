package inaba.xfrm.core;

import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Selector;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the policy of a packet, of one family and direction. Immutable; a lookup allocates nothing.
///
/// Tuple space search (Srinivasan, Suri, Varghese, 1999): policies that name the same lengths and fields are in one
/// hash table, and tables are asked in the order of their best policy until none can do better. So it is the number of
/// shapes that counts, not the number of policies.
final class Classifier {
    static final Classifier EMPTY = new Classifier(List.of(), 0);

    private final Tuple[] tuples;
    private final int size;

    private Classifier(List<Tuple> tuples, int size) {
        this.tuples = tuples.toArray(Tuple[]::new);
        this.size = size;
    }

    /// @param rows in the order of their making
    /// @param secret makes collisions unpredictable
    static Classifier of(List<PolicyRow> rows, long secret) {
        var ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong(PolicyRow::priority));
        Map<Shape, List<Policy>> byShape = new LinkedHashMap<>(); // in the order of each one's best policy
        for (int rank = 0; rank < ordered.size(); rank++) {
            var policy = new Policy(ordered.get(rank), rank);
            byShape.computeIfAbsent(Shape.of(policy.row().key().selector()), _ -> new ArrayList<>())
                    .add(policy);
        }
        var tuples = byShape.entrySet().stream()
                .map(entry -> new Tuple(entry.getKey(), entry.getValue(), secret))
                .toList();
        return new Classifier(tuples, rows.size());
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// @param link that the packet leaves or came by
    /// @return the policy that decides, or null where none matches
    @Nullable
    Policy find(Traffic traffic, int link) {
        Policy best = null;
        for (var tuple : tuples) {
            if (best != null && tuple.best > best.rank) {
                break;
            }
            var found = tuple.find(traffic, link);
            if (found != null && (best == null || found.rank < best.rank)) {
                best = found;
            }
        }
        return best;
    }

    /// What the policies of a table have in common: the lengths of their prefixes, and which fields they name by one
    /// value.
    private record Shape(
            int source, int destination, boolean protocol, boolean sourcePort, boolean destinationPort, boolean link) {
        static Shape of(Selector selector) {
            return new Shape(
                    selector.source().length(),
                    selector.destination().length(),
                    selector.protocol() != Selector.ANY,
                    selector.sourcePorts().isOne(),
                    selector.destinationPorts().isOne(),
                    selector.link() != 0);
        }
    }

    /// The policies of one shape.
    private static final class Tuple {
        private final long sourceHighMask;
        private final long sourceLowMask;
        private final long destinationHighMask;
        private final long destinationLowMask;
        private final int protocolMask;
        private final int sourcePortMask;
        private final int destinationPortMask;
        private final int linkMask;
        private final @Nullable Policy[] table;
        private final long secret;
        private final int best;

        /// @param policies by rank
        Tuple(Shape shape, List<Policy> policies, long secret) {
            sourceHighMask = Prefix.maskHigh(shape.source());
            sourceLowMask = Prefix.maskLow(shape.source());
            destinationHighMask = Prefix.maskHigh(shape.destination());
            destinationLowMask = Prefix.maskLow(shape.destination());
            protocolMask = mask(shape.protocol());
            sourcePortMask = mask(shape.sourcePort());
            destinationPortMask = mask(shape.destinationPort());
            linkMask = mask(shape.link());
            this.secret = secret;
            best = policies.getFirst().rank;
            table = new Policy[Integer.highestOneBit(policies.size()) * 4];
            for (var policy : policies.reversed()) { // so that each place begins with the lowest rank
                int place = place(policy.row().key().selector());
                policy.next = table[place];
                table[place] = policy;
            }
        }

        private static int mask(boolean named) {
            return named ? -1 : 0;
        }

        @Nullable
        Policy find(Traffic t, int onLink) {
            long sourceHigh = t.sourceHigh & sourceHighMask;
            long sourceLow = t.sourceLow & sourceLowMask;
            long destinationHigh = t.destinationHigh & destinationHighMask;
            long destinationLow = t.destinationLow & destinationLowMask;
            int protocol = t.protocol & protocolMask;
            int from = t.sourcePort & sourcePortMask;
            int to = t.destinationPort & destinationPortMask;
            int link = onLink & linkMask;
            var policy = table[place(sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, from, to, link)];
            while (policy != null
                    && !(policy.names(sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, from, to, link)
                            && policy.holds(t))) {
                policy = policy.next;
            }
            return policy;
        }

        private int place(Selector s) {
            return place(
                    s.source().address().high(),
                    s.source().address().low(),
                    s.destination().address().high(),
                    s.destination().address().low(),
                    s.protocol() & protocolMask,
                    s.sourcePorts().first() & sourcePortMask,
                    s.destinationPorts().first() & destinationPortMask,
                    s.link() & linkMask);
        }

        private int place(
                long sourceHigh,
                long sourceLow,
                long destinationHigh,
                long destinationLow,
                int protocol,
                int sourcePort,
                int destinationPort,
                int link) {
            long fields = (long) protocol << 56 ^ (long) link << 40 ^ (long) sourcePort << 20 ^ destinationPort;
            long h = Hash.mix(secret ^ sourceHigh);
            h = Hash.mix(h ^ sourceLow);
            h = Hash.mix(h ^ destinationHigh);
            h = Hash.mix(h ^ destinationLow);
            return (int) (Hash.mix(h ^ fields) >>> 32) & (table.length - 1);
        }
    }
}

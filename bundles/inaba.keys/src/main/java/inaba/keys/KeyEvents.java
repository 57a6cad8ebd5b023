package inaba.keys;

import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what happens to associations and policies. On the control loop.
public final class KeyEvents {
    private static final Duration LOOK_AT_LIMITS = Duration.ofSeconds(1);

    private final Node node;
    private final Consumer<KeyEvent> listener;
    private final Set<SaRow.Key> limited = new LinkedHashSet<>();
    private final Set<PolicyRow.Key> limitedPolicies = new LinkedHashSet<>();
    private final Mappings mappings = new Mappings();
    private List<Table.Watch> watches = List.of();
    private Time.@Nullable Timer timer;

    public KeyEvents(Node node, Consumer<KeyEvent> listener) {
        this.node = node;
        this.listener = listener;
    }

    public void start() {
        watches = List.of(
                node.associations().watch(this::association), node.policies().watch(this::policy));
        node.associations().rows().forEach(this::remember);
        node.policies().rows().forEach(this::remember);
        timer = node.time().after(LOOK_AT_LIMITS, this::limits);
    }

    public void stop() {
        watches.forEach(Table.Watch::close);
        watches = List.of();
        if (timer != null) {
            timer.cancel();
        }
    }

    private void association(@Nullable SaRow before, @Nullable SaRow after) {
        if (after == null) {
            if (before != null) {
                gone(before);
            }
        } else if (KeyStore.isWanted(after)) {
            acquire(after);
        } else {
            remember(after);
            if (!KeyStore.isLarval(after)) {
                boolean known = before != null && !KeyStore.isLarval(before);
                listener.accept(known ? new KeyEvent.Updated(after) : new KeyEvent.Added(after));
            }
        }
    }

    private void remember(SaRow row) {
        if (!row.limits().equals(Limits.UNLIMITED)) {
            limited.add(row.key());
        }
        mappings.remember(row);
    }

    private void remember(PolicyRow row) {
        if (row.life().limits().equals(Limits.UNLIMITED)) {
            limitedPolicies.remove(row.key());
        } else {
            limitedPolicies.add(row.key());
        }
    }

    private void gone(SaRow row) {
        limited.remove(row.key());
        mappings.forget(row.key());
        boolean over = row.validUntil() <= node.time().nanos() || (row.state().dying() & SaState.HARD) != 0;
        if (over) {
            listener.accept(new KeyEvent.Expired(row, true));
        } else if (!KeyStore.isLarval(row)) {
            listener.accept(new KeyEvent.Deleted(row));
        }
    }

    private void acquire(SaRow wanted) {
        node.policies().rows().stream()
                .filter(row -> row.key().direction() == Direction.OUT && asksFor(row, wanted))
                .min(Comparator.comparingLong(PolicyRow::priority))
                .ifPresent(policy -> listener.accept(new KeyEvent.Acquire(wanted, policy)));
    }

    private static boolean asksFor(PolicyRow policy, SaRow wanted) {
        var flow = wanted.selector();
        var selector = policy.key().selector();
        return selector.family() == flow.family()
                && selector.matches(flow.source().address(), flow.destination().address())
                && policy.templates().stream()
                        .anyMatch(
                                template -> template.protocol() == wanted.key().protocol()
                                        && template.requestId() == wanted.requestId()
                                        && template.mode() == wanted.mode());
    }

    private void policy(@Nullable PolicyRow before, @Nullable PolicyRow after) {
        if (after != null) {
            remember(after);
            listener.accept(before == null ? new KeyEvent.PolicyAdded(after) : new KeyEvent.PolicyUpdated(after));
        } else if (before != null) {
            limitedPolicies.remove(before.key());
            boolean over =
                    before.validUntil() <= node.time().nanos() || (before.life().dying() & SaState.HARD) != 0;
            listener.accept(over ? new KeyEvent.PolicyExpired(before, true) : new KeyEvent.PolicyDeleted(before));
        }
    }

    /// What became old is told once; what is over goes by itself.
    private void limits() {
        for (var key : List.copyOf(limited)) {
            var row = node.associations().get(key);
            if (row != null && (row.state().dying() & SaState.SOFT) != 0) {
                limited.remove(key);
                listener.accept(new KeyEvent.Expired(row, false));
            }
        }
        for (var key : List.copyOf(limitedPolicies)) {
            var row = node.policies().get(key);
            if (row != null && (row.life().dying() & SaState.SOFT) != 0) {
                limitedPolicies.remove(key);
                listener.accept(new KeyEvent.PolicyExpired(row, false));
            }
        }
        mappings.look(node.associations(), listener);
        timer = node.time().after(LOOK_AT_LIMITS, this::limits);
    }
}

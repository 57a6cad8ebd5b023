package inaba.xfrm.core;

import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Selector;
import inaba.api.xfrm.Template;
import org.jspecify.annotations.Nullable;

/// A policy as workers see it.
final class Policy {
    private final PolicyRow row;
    private final Selector selector;
    private final Template[] templates;
    private final boolean blocks;
    /// Of two that match, the lower one decides.
    final int rank;
    /// The next one in the same place of a table, of higher rank.
    @Nullable
    Policy next;

    Policy(PolicyRow row, int rank) {
        this.row = row;
        this.rank = rank;
        this.selector = row.key().selector();
        this.templates = row.templates().toArray(Template[]::new);
        this.blocks = row.action() == PolicyRow.Action.BLOCK;
    }

    PolicyRow row() {
        return row;
    }

    Selector selector() {
        return selector;
    }

    Template[] templates() {
        return templates;
    }

    boolean blocks() {
        return blocks;
    }

    boolean matches(Traffic t, int link) {
        return selector.matches(
                t.sourceHigh,
                t.sourceLow,
                t.destinationHigh,
                t.destinationLow,
                t.protocol,
                t.sourcePort,
                t.destinationPort,
                link);
    }

    void used() {
        row.use().increment();
    }
}

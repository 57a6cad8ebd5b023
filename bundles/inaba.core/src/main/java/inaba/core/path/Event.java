package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.core.neighbor.Adjacency;
import org.jspecify.annotations.Nullable;

/// A slot of a ring: one thing that a worker asks of the control loop.
final class Event {
    /// What is asked: see [Upcalls].
    enum Kind {
        HOLD,
        USED,
        ERROR,
        DELIVER,
        REDIRECT
    }

    Kind kind = Kind.USED;

    @Nullable
    Packet packet;

    @Nullable
    Adjacency adjacency;

    /// For DELIVER: one of the messages of which few may wait.
    boolean router;

    int link;
    long high;
    long low;
    int type;
    int code;
    int parameter;
}

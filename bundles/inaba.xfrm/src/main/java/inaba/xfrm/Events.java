package inaba.xfrm;

import inaba.api.manage.Line;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What happened to associations and policies, for whoever listens. Any thread.
public final class Events {
    private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();

    /// @return ends the listening
    public Runnable listen(Consumer<Line> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    boolean heard() {
        return !listeners.isEmpty();
    }

    void tell(Line line) {
        listeners.forEach(listener -> listener.accept(line));
    }
}

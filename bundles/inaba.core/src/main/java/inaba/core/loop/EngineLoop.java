package inaba.core.loop;

import inaba.api.time.Loop;
import java.time.Duration;

/// What the engine needs of its loop beyond what protocols see. A harness with simulated time brings its own.
public interface EngineLoop extends Loop {
    /// Where events come from besides posted tasks: the workers' rings.
    interface Source {
        /// Handles a bounded number of events.
        ///
        /// @return true when it handled any
        boolean poll();
    }

    void add(Source source);

    void remove(Source source);

    /// Lets time pass for whoever calls; the loop goes on. Off the loop.
    void pause(Duration time);

    /// Ends a pause of the loop. Any thread.
    void wake();

    /// Forgets timers and tasks whose code is of this class loader.
    void purge(ClassLoader gone);
}

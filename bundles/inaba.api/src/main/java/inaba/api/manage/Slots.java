package inaba.api.manage;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// What can be swapped: `fib`, each protocol, and so on. A service of the engine; any thread but the control loop.
///
/// In each slot one implementation serves: the chosen one, else that of the best service ranking. Of several bundles
/// with the same implementation the newest serves, so that an update stands beside the running bundle before that one
/// goes.
@ProviderType
public interface Slots {
    List<Slot> slots();

    /// Lets this implementation serve from now on, and after a restart.
    ///
    /// @param implementation its name, or the last part of it
    /// @param shadow packets for which the new one first answers beside the old, each difference being shown; 0 =
    /// none
    /// @param progress told of shadow differences and of the steps
    /// @throws CommandException when there is no such slot or implementation, or the slot knows no shadow
    void choose(String slot, String implementation, int shadow, Progress progress) throws CommandException;

    /// True when the bundle offers something to a slot and all that it offers under a name no other newer bundle offers
    /// serves.
    boolean serving(long bundle);

    /// One slot.
    ///
    /// @param active name of the implementation that serves, `(core)` for the engine's own fallback
    /// @param bundle id of its bundle
    /// @param offered names of all that could serve
    record Slot(String name, String active, long bundle, List<String> offered) {}

    /// Told of what happens.
    @FunctionalInterface
    interface Progress {
        void line(Line line);
    }
}

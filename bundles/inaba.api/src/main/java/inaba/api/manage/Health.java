package inaba.api.manage;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// What went wrong in bundles while the engine ran their code. A service of the engine; any thread.
@ProviderType
public interface Health {
    List<Report> reports();

    /// Exceptions of a bundle since it was bound.
    ///
    /// @param last the last one, as text
    record Report(long bundle, String symbolicName, long exceptions, String last) {}

    /// Told, off the control loop, that a bundle breaks the health rule; registered as a service by who can roll back.
    @FunctionalInterface
    interface Listener {
        void unhealthy(long bundle, String why);
    }
}

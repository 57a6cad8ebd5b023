package inaba.deploy.bundle;

import inaba.api.manage.Health;
import inaba.api.manage.Slots;
import inaba.deploy.jar.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/// The parts, put together.
///
/// @param deployer changes bundles
/// @param details shows them
public record Workshop(Deployer deployer, Details details) {
    /// A driver rehearses before it takes devices over, and so does one that serves in between: seconds each.
    private static final Duration READY = Duration.ofSeconds(30);

    /// @param deployed the folder STATE/deployed
    public static Workshop in(
            BundleContext context,
            ServiceComponentRuntime components,
            Supplier<@Nullable Slots> slots,
            Supplier<@Nullable Health> health,
            Path deployed) {
        var bundles = new Bundles(context);
        var deadline = new Deadline(Deadline.LIMIT);
        var readiness = new Readiness(components, slots, health, READY);
        var store = new Store(deployed);
        var deployer = new Deployer(bundles, new Steps(bundles, deadline), readiness, store);
        return new Workshop(deployer, new Details(bundles, deadline, readiness, store, deployer, health, slots));
    }
}

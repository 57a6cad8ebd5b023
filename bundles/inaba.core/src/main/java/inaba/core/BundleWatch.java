package inaba.core;

import inaba.core.loop.EngineLoop;
import inaba.core.table.Rows;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/// Follows bundles that stop: their rows become stale, and no task, timer or watcher of theirs stays behind.
final class BundleWatch implements SynchronousBundleListener, AutoCloseable {
    private final BundleContext context;
    private final Engine engine;
    private final EngineLoop loop;
    private final Duration sweepAfter;

    BundleWatch(BundleContext context, Engine engine, EngineLoop loop, int sweepSeconds) {
        this.context = context;
        this.engine = engine;
        this.loop = loop;
        this.sweepAfter = Duration.ofSeconds(sweepSeconds);
        context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        var bundle = event.getBundle();
        if (bundle.getBundleId() == context.getBundle().getBundleId()) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.STOPPED -> stopped(bundle, null);
            case BundleEvent.UNINSTALLED -> {
                stopped(bundle, sweepAfter);
                engine.faults().forget(bundle.getBundleId());
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
    }

    private void stopped(Bundle bundle, @Nullable Duration keep) {
        String owner = bundle.getSymbolicName();
        var wiring = bundle.adapt(BundleWiring.class);
        var code = wiring == null ? null : wiring.getClassLoader();
        boolean succeeded = hasSuccessor(bundle);
        loop.post(() -> {
            for (Rows<?, ?> table : engine.tables().all()) {
                if (!succeeded) {
                    table.abandon(owner, keep);
                }
                if (code != null) {
                    table.purge(code);
                }
            }
            if (code != null) {
                loop.purge(code);
                engine.letGo(code);
            }
        });
    }

    private boolean hasSuccessor(Bundle bundle) {
        return Arrays.stream(context.getBundles())
                .anyMatch(b -> b.getBundleId() != bundle.getBundleId()
                        && bundle.getSymbolicName().equals(b.getSymbolicName())
                        && b.getState() == Bundle.ACTIVE);
    }
}

package inaba.deploy.bundle;

import inaba.deploy.jar.Jar;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Single calls of the framework, each with its deadline.
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
    private static final AtomicLong LOCATIONS = new AtomicLong();

    private final Bundles bundles;
    private final Deadline deadline;

    Steps(Bundles bundles, Deadline deadline) {
        this.bundles = bundles;
        this.deadline = deadline;
    }

    /// Installs a jar beside whatever is there: each gets a location of its own.
    Bundle install(Jar jar) throws DeployException {
        var location =
                "inaba:" + jar.symbolicName() + ':' + System.currentTimeMillis() + ':' + LOCATIONS.incrementAndGet();
        try (var bytes = jar.open()) {
            return bundles.framework().installBundle(location, bytes);
        } catch (BundleException | IOException e) {
            throw new DeployException(jar + " cannot be installed: " + DeployException.reason(e), e);
        }
    }

    void start(Bundle bundle) throws DeployException {
        deadline.run(bundle, "start", bundle::start, () -> LOG.warn("{} started late", bundle));
    }

    /// Starts a bundle that is of no use unless it starts.
    void startOrRemove(Bundle bundle) throws DeployException {
        try {
            deadline.run(bundle, "start", bundle::start, () -> removeLate(bundle));
        } catch (DeployException e) {
            if (deadline.stuck(bundle.getBundleId()) == null) {
                remove(bundle);
            }
            throw e;
        }
    }

    private void removeLate(Bundle bundle) {
        try {
            remove(bundle);
        } catch (DeployException e) {
            LOG.warn("{} started too late to be used, and stays: {}", bundle, e.getMessage());
        }
    }

    void stop(Bundle bundle) throws DeployException {
        deadline.release(bundle.getBundleId());
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return; // it was of no use once it came back
        }
        deadline.run(bundle, "stop", bundle::stop, () -> LOG.warn("{} stopped late", bundle));
    }

    /// Stops and uninstalls; its classes can then be collected, unless others still use them.
    void remove(Bundle bundle) throws DeployException {
        boolean used = Bundles.usedByOthers(bundle);
        stop(bundle);
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return;
        }
        deadline.run(bundle, "uninstall", bundle::uninstall, () -> LOG.warn("{} was uninstalled late", bundle));
        if (!used) {
            refresh(bundle);
        }
    }

    /// Refreshes this bundle alone: nobody is wired to it.
    private void refresh(Bundle bundle) throws DeployException {
        var wiring = bundles.framework().getBundle().adapt(FrameworkWiring.class);
        var done = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        try {
            if (!done.await(Deadline.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the framework has not let go of {} yet", bundle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeployException("interrupted", e);
        }
    }
}

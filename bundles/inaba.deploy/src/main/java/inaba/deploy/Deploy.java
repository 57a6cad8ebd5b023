package inaba.deploy;

import inaba.api.manage.Command;
import inaba.api.manage.Health;
import inaba.api.manage.Slots;
import inaba.deploy.bundle.DeployException;
import inaba.deploy.bundle.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Offers the commands, watches the deploy folder, and takes back what breaks the health rule.
@Component(service = Health.Listener.class, immediate = true)
public final class Deploy implements Health.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Deploy.class);
    /// Until a prompt is open: reading all jars takes a tenth of a second of a processor.
    private static final Duration UNTIL_QUIET = Duration.ofSeconds(1);

    private final Path state;
    private final boolean clean;
    private final Path deployed;
    private final Workshop workshop;
    private final List<ServiceRegistration<Command>> commands = new ArrayList<>();
    private @Nullable DeployFolder folder;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Slots slots;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Health health;

    @Activate
    public Deploy(BundleContext context, @Reference ServiceComponentRuntime components) {
        state = Path.of(property(context, "inaba.state"));
        clean = Boolean.parseBoolean(property(context, "inaba.clean"));
        deployed = state.resolve("deployed");
        workshop = Workshop.in(context, components, () -> slots, () -> health, deployed);
        for (var command : BundleCommand.all(workshop)) {
            commands.add(context.registerService(Command.class, command, null));
        }
    }

    private static String property(BundleContext context, String name) {
        var value = context.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the framework property " + name + " is missing");
        }
        return value;
    }

    /// Once every bundle was started: what runs now is what can be brought back.
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(osgi.condition.id=inaba.started)")
    void bindStarted(Condition started) {
        background("inaba-deploy-start", () -> {
            workshop.deployer().started(deployed);
            open(new DeployFolder(
                    state.resolve("deploy"),
                    workshop.deployer(),
                    new Seen(deployed.resolve("seen.properties")),
                    clean));
            if (!ended.await(UNTIL_QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
                workshop.deployer().keep();
            }
        });
    }

    void unbindStarted(Condition started) {
        // The folder is watched until this component goes.
    }

    /// Told by the core: acts on a thread of its own.
    @Override
    public void unhealthy(long bundle, String why) {
        background(
                "inaba-deploy-health",
                () -> LOG.error(
                        "bundle {} is unhealthy ({}): {}",
                        bundle,
                        why,
                        workshop.deployer().unhealthy(bundle, why)));
    }

    private interface Work {
        void run() throws IOException, DeployException, InterruptedException;
    }

    private void background(String name, Work work) {
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (IOException | DeployException e) {
                LOG.error("{}: {}", name, e.getMessage());
            } catch (IllegalStateException e) {
                if (!stopped()) {
                    LOG.error("{} failed", name, e);
                } // else the framework went away under it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized void open(DeployFolder opened) throws IOException {
        if (stopped()) {
            opened.close();
        } else {
            folder = opened;
        }
    }

    private boolean stopped() {
        return ended.getCount() == 0;
    }

    @Deactivate
    synchronized void stop() throws IOException {
        ended.countDown();
        commands.forEach(ServiceRegistration::unregister);
        if (folder != null) {
            folder.close();
        }
    }
}

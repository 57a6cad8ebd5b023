package inaba.deploy;

import inaba.api.manage.Command;
import inaba.api.manage.Health;
import inaba.api.manage.Slots;
import inaba.deploy.bundle.DeployException;
import inaba.deploy.bundle.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private final BundleContext context;
    private final Path state;
    private final Path deployed;
    private final Workshop workshop;
    private final List<ServiceRegistration<Command>> commands = new ArrayList<>();
    private volatile @Nullable DeployFolder folder;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Slots slots;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Health health;

    @Activate
    public Deploy(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        state = Path.of(property("inaba.state"));
        deployed = state.resolve("deployed");
        workshop = Workshop.in(context, components, () -> slots, () -> health, deployed);
        for (var command : BundleCommand.all(workshop)) {
            commands.add(context.registerService(Command.class, command, null));
        }
    }

    private String property(String name) {
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
            workshop.deployer().keepStarted(deployed);
            folder = new DeployFolder(
                    state.resolve("deploy"),
                    workshop.deployer(),
                    new Seen(deployed.resolve("seen.properties")),
                    Boolean.parseBoolean(property("inaba.clean")));
        });
    }

    void unbindStarted(Condition started) throws IOException {
        closeFolder();
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
        void run() throws IOException, DeployException;
    }

    private static void background(String name, Work work) {
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (IOException | DeployException e) {
                LOG.error("{}: {}", name, e.getMessage());
            }
        });
    }

    @Deactivate
    void stop() throws IOException {
        commands.forEach(ServiceRegistration::unregister);
        closeFolder();
    }

    private void closeFolder() throws IOException {
        var open = folder;
        if (open != null) {
            open.close();
        }
    }
}

package inaba.deploy.bundle;

import inaba.api.protocol.Protocol;
import inaba.api.route.Fib;
import inaba.deploy.jar.Jar;
import inaba.deploy.jar.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a person can do with bundles, one operation at a time; never on the control loop.
///
/// A replacement stands beside the running bundle and serves before that one goes; when it does not come to serve, it
/// is taken away and nothing has changed.
public final class Deployer {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    /// A bundle with one of these has a slot, where the core or another stands in for it.
    private static final Set<String> SLOT_SERVICES = Set.of(Protocol.class.getName(), Fib.Algorithm.class.getName());

    /// Who types needs these: the shell, what runs its lines, what starts components, and what starts bundles.
    private static final Set<String> LIFELINES =
            Set.of("inaba.shell", "inaba.deploy", "org.apache.felix.gogo.runtime", "org.apache.felix.scr");

    private final Bundles bundles;
    private final Steps steps;
    private final Readiness readiness;
    private final Store store;
    private final ReentrantLock turn = new ReentrantLock(true);
    /// What was done about unhealthy bundles, by symbolic name, until the next update.
    private final Map<String, String> incidents = new ConcurrentHashMap<>();
    /// Folder of jars that replace those of the features, until what the appliance was started with is remembered.
    private volatile @Nullable Path unkept;

    Deployer(Bundles bundles, Steps steps, Readiness readiness, Store store) {
        this.bundles = bundles;
        this.steps = steps;
        this.readiness = readiness;
        this.store = store;
    }

    /// An operation; its answer is a sentence.
    private interface Operation {
        String run() throws DeployException, IOException;
    }

    /// Works on a thread of its own: whoever asked may go away, or be the bundle that is replaced.
    private String inTurn(Operation operation) throws DeployException {
        var work = new FutureTask<>(() -> {
            turn.lock();
            try {
                keepStarted();
                return operation.run();
            } finally {
                turn.unlock();
            }
        });
        Thread.ofPlatform().name("inaba-deploy").daemon().start(work);
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeployException("it goes on by itself; bundle shows how it ends", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case DeployException known -> known;
                case IOException known -> new DeployException(String.valueOf(known.getMessage()), e);
                case IllegalStateException gone -> throw gone; // the framework is going down
                case null, default -> new DeployException(DeployException.reason(e), e);
            };
        }
    }

    /// Adds a bundle and starts it, now and at each start of the appliance.
    public String install(Path file, Consumer<String> progress) throws DeployException {
        return inTurn(() -> {
            var jar = Jar.read(file);
            var there = bundles.newest(jar.symbolicName());
            if (there != null) {
                throw new DeployException(jar.symbolicName() + " is installed already; update replaces it");
            }
            return add(jar, progress);
        });
    }

    /// Replaces the bundle of the jar's symbolic name.
    public String update(Path file, Consumer<String> progress) throws DeployException {
        return inTurn(() -> {
            var jar = Jar.read(file);
            var old = bundles.newest(jar.symbolicName());
            if (old == null) {
                throw new DeployException("no bundle " + jar.symbolicName() + " to update; install adds it");
            }
            var done = replace(old, jar, progress);
            incidents.remove(jar.symbolicName());
            return done;
        });
    }

    /// Adds or replaces, whichever is right.
    public String deploy(Jar jar) throws DeployException {
        return inTurn(() -> {
            var old = bundles.newest(jar.symbolicName());
            return old == null ? add(jar, _ -> {}) : replace(old, jar, _ -> {});
        });
    }

    private String add(Jar jar, Consumer<String> progress) throws DeployException, IOException {
        progress.accept("starting " + jar);
        var fresh = steps.install(jar);
        steps.startOrRemove(fresh);
        var failure = readiness.failure(fresh);
        if (failure != null) {
            steps.remove(fresh);
            throw new DeployException(jar + " is not installed: " + failure);
        }
        store.keep(jar, false);
        store.next(jar);
        return name(fresh) + " is started" + remark(fresh);
    }

    private String remark(Bundle bundle) {
        return readiness.waiting(bundle).entrySet().stream()
                .map(component -> "; " + component.getKey() + " still waits for " + component.getValue())
                .collect(Collectors.joining());
    }

    private String replace(Bundle old, Jar jar, Consumer<String> progress) throws DeployException, IOException {
        if (Bundles.ground(old)) {
            store.next(jar);
            throw restartNeeded(jar);
        }
        var before = name(old);
        var fresh = swap(old, jar, progress);
        store.keep(jar, false);
        store.next(jar);
        return before + " is replaced by " + jar + " (" + fresh.getBundleId() + ')';
    }

    /// Without it the appliance would run on with nobody able to tell it anything.
    private void refuseLifeline(Bundle bundle, String what, boolean force) throws DeployException {
        var name = bundle.getSymbolicName();
        if (!force && LIFELINES.contains(name) && bundle == bundles.newest(name)) {
            throw new DeployException("without " + name + " nobody can type a command until the next start of the"
                    + " appliance, which starts it again; \"bundle " + what + ' ' + name
                    + " force\" does it all the same");
        }
    }

    private static DeployException restartNeeded(Jar jar) {
        return new DeployException("restart needed: everything stands on " + jar.symbolicName() + "; " + jar
                + " is kept for the next start");
    }

    private Bundle swap(Bundle old, Jar jar, Consumer<String> progress) throws DeployException {
        boolean runs = old.getState() == Bundle.ACTIVE;
        var work = readiness.of(old);
        progress.accept("starting " + jar + " beside " + name(old));
        var fresh = steps.install(jar);
        if (runs) {
            try {
                steps.startOrRemove(fresh);
                awaitOrRemove(fresh, work);
            } catch (DeployException e) {
                throw new DeployException(jar + " is not used: " + e.getMessage() + "; " + name(old) + " serves on", e);
            }
        }
        progress.accept("stopping " + name(old));
        steps.remove(old);
        return fresh;
    }

    private void awaitOrRemove(Bundle fresh, Readiness.Work work) throws DeployException {
        try {
            readiness.await(fresh, work);
        } catch (DeployException e) {
            steps.remove(fresh);
            throw e;
        }
    }

    public String start(String name) throws DeployException {
        return inTurn(() -> {
            var bundle = bundles.named(name);
            steps.start(bundle);
            return name(bundle) + " is started" + remark(bundle);
        });
    }

    /// @param force also when nobody could then type that it shall start again
    public String stop(String name, boolean force) throws DeployException {
        return inTurn(() -> {
            var bundle = bundles.named(name);
            refuseSystem(bundle, "stop");
            refuseLifeline(bundle, "stop", force);
            steps.stop(bundle);
            return name(bundle) + " is stopped";
        });
    }

    /// @param force as for [#stop]
    public String uninstall(String name, boolean force) throws DeployException {
        return inTurn(() -> {
            var bundle = bundles.named(name);
            refuseSystem(bundle, "uninstall");
            refuseLifeline(bundle, "uninstall", force);
            boolean used = Bundles.usedByOthers(bundle);
            var label = name(bundle);
            steps.remove(bundle);
            store.forget(bundle.getSymbolicName());
            return label + " is uninstalled" + (used ? "; others use its classes until the next start" : "");
        });
    }

    private static void refuseSystem(Bundle bundle, String verb) throws DeployException {
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            throw new DeployException(
                    "cannot " + verb + " the framework itself; exit at the prompt stops the appliance");
        }
    }

    /// Brings back the jar that served before the present one.
    public String rollback(String name) throws DeployException {
        return inTurn(() -> rollback(bundles.named(name)));
    }

    private String rollback(Bundle bundle) throws DeployException, IOException {
        var symbolicName = bundle.getSymbolicName();
        var jar = store.previous(symbolicName);
        if (jar == null) {
            throw new DeployException("no earlier jar of " + symbolicName + " is kept");
        }
        if (Bundles.ground(bundle)) {
            store.next(jar);
            throw restartNeeded(jar);
        }
        var before = name(bundle);
        var fresh = swap(bundle, jar, _ -> {});
        store.dropNewest(symbolicName);
        store.next(jar);
        return before + " is rolled back to " + jar + " (" + fresh.getBundleId() + ')';
    }

    /// A bundle broke the health rule: the jar before it serves again; without one it is stopped where another serves.
    ///
    /// @return what was done
    public String unhealthy(long id, String why) throws DeployException {
        return inTurn(() -> {
            var bundle = bundles.framework().getBundle(id);
            if (bundle == null || bundle.getState() != Bundle.ACTIVE) {
                return "it has gone already";
            }
            var done = treat(bundle);
            incidents.put(bundle.getSymbolicName(), done + ", because of " + why);
            return done;
        });
    }

    private String treat(Bundle bundle) throws DeployException, IOException {
        if (!Bundles.ground(bundle) && store.previous(bundle.getSymbolicName()) != null) {
            return rollback(bundle);
        }
        if (Bundles.ground(bundle) || readiness.serves(bundle) || !fillsSlot(bundle)) {
            return name(bundle) + " is left as it is: no earlier jar, and nothing that could stand in for it";
        }
        steps.stop(bundle);
        return name(bundle) + " is stopped: no earlier jar is kept, and another serves in its place";
    }

    /// What was done about a bundle of this name that was unhealthy, or null.
    @Nullable
    String incident(String symbolicName) {
        return incidents.get(symbolicName);
    }

    private static boolean fillsSlot(Bundle bundle) {
        var services = bundle.getRegisteredServices();
        return services != null
                && Arrays.stream(services)
                        .flatMap(service -> Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)))
                        .anyMatch(SLOT_SERVICES::contains);
    }

    /// Every bundle was started: their jars are remembered before anything is changed, to be brought back.
    ///
    /// @param deployed folder of jars that replace those of the features
    public void started(Path deployed) {
        unkept = deployed;
    }

    /// Remembers the jars that the appliance was started with, unless an operation had that done.
    public void keep() throws DeployException {
        inTurn(() -> "");
    }

    private void keepStarted() {
        var deployed = unkept;
        if (deployed == null) {
            return;
        }
        unkept = null;
        for (var bundle : bundles.all()) {
            var file = Bundles.file(bundle);
            if (file != null
                    && (file.startsWith(deployed) || bundle.getSymbolicName().startsWith(Bundles.OURS))) {
                keep(file, !file.startsWith(deployed));
            }
        }
    }

    private void keep(Path file, boolean feature) {
        try {
            store.keep(Jar.read(file), feature);
        } catch (IOException e) {
            LOG.warn("{} cannot be brought back after an update: {}", file, e.getMessage());
        }
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + ' ' + bundle.getVersion() + " (" + bundle.getBundleId() + ')';
    }
}

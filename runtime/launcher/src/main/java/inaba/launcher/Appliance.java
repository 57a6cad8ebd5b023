package inaba.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.connect.ConnectFrameworkFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.condition.Condition;

/// One running appliance: a framework with the bundles of its features, and a state folder that it holds.
///
/// Bundles learn of the command line from framework properties:
///
///     inaba.home           absolute path of the tree with features/ and cnf/
///     inaba.state          absolute path of the state folder
///     inaba.links          the values of --link, a line each; empty without any
///     inaba.config         absolute path of the --config file, or empty
///     inaba.commands       of the features, a line each, for an appliance without a saved configuration
///     inaba.headless       true or false
///     inaba.clean          true or false
///     inaba.features       names, a line each
///     inaba.started.nanos  System.nanoTime() when the appliance was asked for
///
/// A bundle that must end the appliance calls the service {@link IntConsumer} with the property `inaba.exit=true`: the
/// framework stops in order, and the process exits with the code it gave. The {@link Condition} `inaba.started` says
/// that every bundle has started, failed or run into its deadline.
public final class Appliance implements AutoCloseable {
    /// How long an orderly stop may take.
    public static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private static final String CONFIG_ADMIN = "org.apache.felix.configadmin";

    private final Options options;
    private final Path home;
    private final Consumer<String> report;
    private final FeatureSet features;
    private final StateFolder state;
    private final ClassPathBundles libraries;
    private final Framework framework;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile int exitCode;
    /// Whether the framework can be told to stop: before, it would not notice or not come to itself.
    private volatile boolean stoppable;

    private Appliance(
            Options options,
            Path home,
            Consumer<String> report,
            FeatureSet features,
            StateFolder state,
            ClassPathBundles libraries,
            Framework framework) {
        this.options = options;
        this.home = home;
        this.report = report;
        this.features = features;
        this.state = state;
        this.libraries = libraries;
        this.framework = framework;
    }

    /// Starts an appliance; returns when every bundle has started, failed or run into its deadline.
    ///
    /// @param home   the tree with `features/`, `cnf/` and the built bundles
    /// @param report gets a line about each bundle that does not start
    /// @throws StartException if nothing runs: the caller prints its message
    public static Appliance start(Options options, Path home, Consumer<String> report)
            throws StartException, InterruptedException {
        var appliance = prepare(options, home, report, ClassPathBundles.none());
        appliance.start();
        return appliance;
    }

    /// Checks the options and takes the state folder; {@link #start()} does the rest, and {@link #stop} may come before
    /// it.
    ///
    /// @param libraries which bundles take their classes from the class path
    static Appliance prepare(Options options, Path home, Consumer<String> report, ClassPathBundles libraries)
            throws StartException {
        var features = FeatureSet.read(home.resolve("features"), options.features());
        var config = options.config();
        if (config != null && !Files.isReadable(config)) {
            throw StartException.failed("cannot read the configuration file " + config);
        }
        var commands = features.commands(options.values());
        var state = StateFolder.open(options.state());
        var framework = newFramework(options, commands, home, state, libraries);
        return new Appliance(options, home, report, features, state, libraries, framework);
    }

    void start() throws StartException, InterruptedException {
        var running = false;
        try {
            run();
            running = true;
        } catch (BundleException | IOException e) {
            throw StartException.failed("the framework does not start: " + e);
        } finally {
            if (!running) {
                close();
            }
        }
    }

    private static Framework newFramework(
            Options options, List<String> commands, Path home, StateFolder state, ClassPathBundles libraries) {
        var config = options.config();
        var properties = new LinkedHashMap<String, String>();
        properties.put(Constants.FRAMEWORK_STORAGE, state.resolve("felix").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        // Whoever asks resolves: the compiled loop of a pool's idle thread would keep code that others ran.
        properties.put("felix.resolver.parallelism", "1");
        // One ConfigurationAdmin type for launcher and bundles.
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6.1");
        // What is logged before the log is configured goes to the terminal: errors only.
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
        // Gogo's own shell brings functions such as grep; the terminal is not its.
        properties.put("gosh.args", "--nointeractive");
        properties.put("inaba.home", home.toString());
        properties.put("inaba.state", state.path().toString());
        properties.put(
                "inaba.links",
                options.links().stream().map(Options.Link::toString).collect(Collectors.joining("\n")));
        properties.put("inaba.config", config == null ? "" : config.toString());
        properties.put("inaba.commands", String.join("\n", commands));
        properties.put("inaba.headless", Boolean.toString(options.headless()));
        properties.put("inaba.clean", Boolean.toString(options.clean()));
        properties.put("inaba.features", String.join("\n", options.features()));
        properties.put("inaba.started.nanos", Long.toString(ProcessStart.nanos()));
        return ServiceLoader.load(ConnectFrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no OSGi framework on the class path"))
                .newFramework(properties, libraries);
    }

    private void run() throws StartException, BundleException, IOException, InterruptedException {
        if (options.clean()) {
            state.delete("deployed");
            state.delete("swaps.properties");
        }
        writeLogConfiguration();
        framework.init();
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) this::watch);
        framework
                .getBundleContext()
                .registerService(IntConsumer.class, this::stop, FrameworkUtil.asDictionary(Map.of("inaba.exit", true)));
        var plan = install();
        resolve(plan);
        framework.start();
        stoppable = true;
        if (stopping.getCount() == 0) {
            stopFramework();
            return;
        }
        startAll(plan);
        if (stopping.getCount() > 0) {
            framework
                    .getBundleContext()
                    .registerService(
                            Condition.class,
                            Condition.INSTANCE,
                            FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, "inaba.started")));
        }
    }

    private void watch(BundleEvent event) {
        if (event.getBundle() == framework && event.getType() == BundleEvent.STOPPING) {
            stopping.countDown();
        }
    }

    private void writeLogConfiguration() throws IOException {
        try (var template = Appliance.class.getResourceAsStream("logback.xml")) {
            if (template == null) {
                throw new IOException("logback.xml is missing in the launcher");
            }
            var text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    state.resolve("logback.xml"),
                    text.replace("@state@", state.path().toString()));
        }
    }

    /// One bundle to start: what is installed, and what the feature has where that is a replacement which may fail.
    private record Planned(Bundle bundle, @Nullable Path original) {}

    private List<Planned> install() throws StartException, BundleException, IOException {
        var repository = new Repository(home.resolve("runtime/dist/target/repository"));
        var deployed = Deployed.read(state.resolve("deployed"), report);
        var plan = new ArrayList<Planned>();
        for (var source : sources(repository, deployed)) {
            var replacement = source.replacement();
            plan.add(
                    replacement == null
                            ? new Planned(install(source.original()), null)
                            : new Planned(install(replacement), source.original()));
        }
        for (var other : deployed.others()) {
            plan.add(new Planned(install(other), null));
        }
        for (var link : options.links()) {
            requireDriver(link, plan);
        }
        return plan;
    }

    /// Where a feature's bundle comes from.
    private record Source(Path original, @Nullable Path replacement) {}

    private List<Source> sources(Repository repository, Deployed deployed) throws StartException, IOException {
        var sources = new ArrayList<Source>();
        for (var id : features.bundles()) {
            var original = repository.find(id);
            var replacement = deployed.takeReplacementOf(original);
            if (replacement != null && libraries.has(original)) {
                libraries.forget();
            }
            sources.add(new Source(original, replacement));
        }
        return sources;
    }

    /// All at once, which takes less than each when it starts. One that cannot be resolved says so when it starts.
    private void resolve(List<Planned> plan) {
        framework
                .adapt(FrameworkWiring.class)
                .resolveBundles(plan.stream().map(Planned::bundle).toList());
    }

    private Bundle install(Path file) throws BundleException {
        return framework.getBundleContext().installBundle(file.toUri().toString());
    }

    private static void requireDriver(Options.Link link, List<Planned> plan) throws StartException {
        var prefix = "inaba.link.";
        var drivers = plan.stream()
                .map(planned -> planned.bundle().getSymbolicName())
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList();
        if (!drivers.contains(link.driver())) {
            throw StartException.usage("unknown driver '" + link.driver() + "' in --link " + link + ": one of "
                    + String.join(", ", drivers));
        }
    }

    /// Configuration Admin first, then the configurations, then the rest: a late configuration restarts components.
    private void startAll(List<Planned> plan) throws BundleException, IOException, InterruptedException {
        var starter = new BundleStarter(BundleStarter.DEADLINE, report, () -> stopping.getCount() == 0);
        var bundles = plan.stream().map(Planned::bundle).toList();
        starter.start(bundles.stream()
                .filter(bundle -> bundle.getSymbolicName().equals(CONFIG_ADMIN))
                .toList());
        if (stopping.getCount() == 0) {
            return;
        }
        configure();
        starter.start(originals(plan, starter.start(bundles)));
    }

    /// Goes back to the feature's bundles where their replacements failed.
    ///
    /// @return these, and the others that failed, as they may have missed one of them; else none
    private List<Bundle> originals(List<Planned> plan, List<Bundle> failed) throws BundleException {
        var again = new ArrayList<Bundle>();
        boolean back = false;
        for (var planned : plan) {
            if (failed.contains(planned.bundle()) && stopping.getCount() > 0) {
                var original = planned.original();
                if (original == null) {
                    again.add(planned.bundle());
                } else {
                    report.accept("going back to " + original.getFileName());
                    planned.bundle().uninstall();
                    again.add(install(original));
                    back = true;
                }
            }
        }
        return back ? again : List.of();
    }

    private void configure() throws IOException {
        var context = framework.getBundleContext();
        var reference = context.getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            throw new IOException("no Configuration Admin among the bundles");
        }
        var admin = context.getService(reference);
        var variables = new LinkedHashMap<>(features.variables());
        variables.putAll(options.values());
        variables.put("inaba.home", home.toString());
        variables.put("inaba.state", state.path().toString());
        for (var configuration : features.configurations().values()) {
            var pid = configuration.getPid();
            var factory = configuration.getFactoryPid();
            var target = factory.isPresent()
                    ? admin.getFactoryConfiguration(factory.get(), pid.substring(pid.indexOf('~') + 1), "?")
                    : admin.getConfiguration(pid, "?");
            target.update(new Hashtable<>(FeatureSet.values(configuration, variables)));
        }
        context.ungetService(reference);
    }

    /// The context of the system bundle: services, bundles and properties of this appliance.
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /// Begins an orderly stop and returns; {@link #waitForStop} then gives this code.
    public void stop(int code) {
        exitCode = code;
        stopping.countDown();
        if (stoppable) {
            stopFramework();
        }
    }

    private void stopFramework() {
        try {
            framework.stop(); // asynchronous by specification
        } catch (BundleException e) {
            report.accept("the framework does not stop: " + e);
        }
    }

    /// Waits until somebody ends the appliance, and then for the bundles, at most {@link #STOP_LIMIT}.
    ///
    /// @return the code to exit with
    public int waitForStop() throws InterruptedException {
        stopping.await();
        var event = framework.waitForStop(STOP_LIMIT.toMillis());
        if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
            report.accept("not all bundles stopped within " + STOP_LIMIT.toSeconds() + " s");
        }
        closeQuietly(state, report);
        return exitCode;
    }

    /// Stops in order and frees the state folder.
    @Override
    public void close() throws InterruptedException {
        stoppable = true;
        stop(exitCode);
        waitForStop();
    }

    private static void closeQuietly(StateFolder state, Consumer<String> report) {
        try {
            state.close();
        } catch (IOException e) {
            report.accept("cannot unlock the state folder: " + e);
        }
    }
}

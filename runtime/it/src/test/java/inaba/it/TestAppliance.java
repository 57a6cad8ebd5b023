package inaba.it;

import inaba.launcher.Appliance;
import inaba.launcher.Options;
import inaba.launcher.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/// An appliance that runs in this process, with the built bundles and a state folder of its own.
final class TestAppliance implements AutoCloseable {
    private final Appliance appliance;
    private final List<String> reported;

    private TestAppliance(Appliance appliance, List<String> reported) {
        this.appliance = appliance;
        this.reported = reported;
    }

    /// Starts one without a prompt.
    ///
    /// @param options further options of `inaba run`
    static TestAppliance start(Path state, String... options) throws StartException, InterruptedException {
        var words = new ArrayList<>(List.of("--state", state.toString(), "--headless"));
        words.addAll(List.of(options));
        var reported = new CopyOnWriteArrayList<String>();
        return new TestAppliance(Appliance.start(Options.parse(words), Tree.HOME, reported::add), reported);
    }

    Appliance appliance() {
        return appliance;
    }

    BundleContext context() {
        return appliance.context();
    }

    /// What the launcher said about bundles that did not start.
    List<String> reported() {
        return List.copyOf(reported);
    }

    /// The newest installed bundle with this symbolic name.
    Bundle bundle(String symbolicName) {
        return Stream.of(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .max((a, b) -> Long.compare(a.getBundleId(), b.getBundleId()))
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /// Runs code as a bundle of the appliance, where it sees the types of `inaba.api` as the other bundles do.
    /// The class needs a constructor without parameters; it and its nested classes are all that the bundle
    /// contains, and only values of the JDK can come back.
    <T> T inside(Class<? extends Function<BundleContext, T>> code) throws IOException, BundleException {
        var jar = new TestJar(code.getName())
                .header("DynamicImport-Package", "*")
                .withClass(code)
                .bytes();
        var bundle = context().installBundle("test:" + code.getName(), new java.io.ByteArrayInputStream(jar));
        try {
            bundle.start();
            var loaded = bundle.loadClass(code.getName()).getDeclaredConstructor();
            loaded.setAccessible(true);
            @SuppressWarnings("unchecked") // the very class that was given, loaded once more
            var function = (Function<BundleContext, T>) loaded.newInstance();
            return function.apply(bundle.getBundleContext());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(code + " cannot run inside", e);
        } finally {
            bundle.uninstall();
        }
    }

    /// Installs a bundle that consists of its activator and what is nested in that, without starting it. It sees the
    /// types of `inaba.api` and `inaba.wire`.
    Bundle addBundle(Class<? extends BundleActivator> activator, String symbolicName, String version)
            throws IOException, BundleException {
        var jar = TestJar.activatedBy(activator, symbolicName, version).bytes();
        return install("test:" + symbolicName, new java.io.ByteArrayInputStream(jar));
    }

    /// Installs a jar, without starting it.
    Bundle install(String location, InputStream jar) throws BundleException {
        return context().installBundle(location, jar);
    }

    /// Waits until something holds; fails after the limit.
    static void await(String what, Duration limit, BooleanSupplier holds) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() throws InterruptedException {
        appliance.close();
    }
}

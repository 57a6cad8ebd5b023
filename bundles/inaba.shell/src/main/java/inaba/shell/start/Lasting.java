package inaba.shell.start;

import java.util.Map;
import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/// What outlives an update of this bundle: that the appliance has been configured, and who reads the terminal.
///
/// It is a service of the framework's own bundle, of a class of the JDK.
///
/// @param terminal whoever has its permit reads the terminal, whoever has its monitor changes the socket
record Lasting(Semaphore terminal, boolean first) {
    private static final String KEY = "inaba.terminal";

    static Lasting of(BundleContext context) {
        var framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        try {
            for (var reference : framework.getServiceReferences(Semaphore.class, "(" + KEY + "=true)")) {
                return new Lasting(framework.getService(reference), false);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        var terminal = new Semaphore(1);
        framework.registerService(Semaphore.class, terminal, FrameworkUtil.asDictionary(Map.of(KEY, true)));
        return new Lasting(terminal, true);
    }
}

package inaba.shell.run;

import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/// Which bundle each command came from: one whose bundle was stopped is not just unknown. Any thread.
///
/// It keeps names only, so that an old bundle's classes can go.
final class Homes {
    private final BundleContext context;
    private final Map<String, String> homes = new ConcurrentHashMap<>();

    Homes(BundleContext context) {
        this.context = context;
    }

    void remember(String command, ServiceReference<Command> reference) {
        var bundle = reference.getBundle();
        if (bundle != null) {
            homes.put(command, bundle.getSymbolicName());
        }
    }

    /// Why there is no such command.
    ///
    /// @param known the names that there are
    CommandException missing(String command, Collection<String> known) {
        var home = homes.get(command);
        return home == null
                ? CommandException.usage(Suggestions.unknown(command, known))
                : CommandException.failed(command + ' ' + where(home));
    }

    private String where(String home) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> home.equals(bundle.getSymbolicName()))
                .max(Comparator.comparing((Bundle bundle) -> bundle.getState() == Bundle.ACTIVE))
                .map(bundle -> switch (bundle.getState()) {
                    case Bundle.INSTALLED, Bundle.RESOLVED ->
                        "belongs to " + home + ", which is stopped: "
                                + (home.equals(homes.get("bundle"))
                                        ? "felix:start " + bundle.getBundleId()
                                        : "bundle start " + home);
                    default -> "belongs to " + home + ", which does not offer it now: bundle show " + home;
                })
                .orElse("belonged to " + home + ", which is not installed any more");
    }
}

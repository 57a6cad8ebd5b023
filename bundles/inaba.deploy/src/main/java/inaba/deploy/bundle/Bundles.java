package inaba.deploy.bundle;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/// The bundles as a person names them: by id, symbolic name, or the end of it (`nd` for `inaba.nd`).
public final class Bundles {
    /// Exports nothing, and yet everything stands on it.
    private static final Set<String> GROUND = Set.of("inaba.core");

    /// What the names of the appliance's own bundles begin with.
    static final String OURS = "inaba.";

    private final BundleContext framework;

    /// @param context of any bundle; the framework's own is used, which outlives it
    public Bundles(BundleContext context) {
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
    }

    BundleContext framework() {
        return framework;
    }

    /// All, in order of their ids.
    public List<Bundle> all() {
        return List.of(framework.getBundles());
    }

    /// @throws DeployException when there is none, or more than one with that end
    public Bundle named(String name) throws DeployException {
        if (name.chars().allMatch(Character::isDigit) && name.length() < 10) {
            var byId = framework.getBundle(Long.parseLong(name));
            if (byId != null) {
                return byId;
            }
        }
        for (var full : List.of(name, OURS + name)) {
            var exact = newest(full);
            if (exact != null) {
                return exact;
            }
        }
        var names = all().stream()
                .map(Bundle::getSymbolicName)
                .filter(full -> full.endsWith('.' + name))
                .distinct()
                .sorted()
                .toList();
        return switch (names.size()) {
            case 0 -> throw new DeployException("no bundle " + name + "; bundle shows them");
            case 1 -> known(names.getFirst());
            default -> throw new DeployException(name + " may be " + String.join(" or ", names));
        };
    }

    /// The bundle of this id, or all of this name: during an update, and after a failed one, several stand side by
    /// side.
    List<Bundle> allNamed(String name) throws DeployException {
        var one = named(name);
        return name.equals(Long.toString(one.getBundleId()))
                ? List.of(one)
                : all().stream()
                        .filter(bundle -> one.getSymbolicName().equals(bundle.getSymbolicName()))
                        .toList();
    }

    private Bundle known(String name) throws DeployException {
        var bundle = newest(name);
        if (bundle == null) {
            throw new DeployException(name + " has just gone");
        }
        return bundle;
    }

    /// The bundle of this symbolic name, or null; of several the one that runs and is newest.
    @Nullable
    Bundle newest(String symbolicName) {
        return Arrays.stream(framework.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .max(Comparator.comparing((Bundle bundle) -> bundle.getState() == Bundle.ACTIVE)
                        .thenComparing(Bundle::getBundleId))
                .orElse(null);
    }

    /// True when others stand on it, so that it changes only with the appliance: they use what it exports, or it is the
    /// core.
    static boolean ground(Bundle bundle) {
        return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || GROUND.contains(bundle.getSymbolicName())
                || usedByOthers(bundle);
    }

    /// True when another bundle's classes come from it.
    static boolean usedByOthers(Bundle bundle) {
        var wiring = bundle.adapt(BundleWiring.class);
        var wires = wiring == null ? null : wiring.getProvidedWires(BundleRevision.PACKAGE_NAMESPACE);
        return wires != null
                && wires.stream().anyMatch(wire -> wire.getRequirer().getBundle() != bundle);
    }

    /// The file it was installed from, or null.
    static @Nullable Path file(Bundle bundle) {
        return bundle.getLocation().startsWith("file:") ? Path.of(URI.create(bundle.getLocation())) : null;
    }

    /// `active`, `stopped` and so on.
    public static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> isFragment(bundle) ? "fragment" : "stopped";
            case Bundle.INSTALLED -> "installed";
            default -> "uninstalled";
        };
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}

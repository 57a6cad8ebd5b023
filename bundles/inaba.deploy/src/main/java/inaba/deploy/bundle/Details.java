package inaba.deploy.bundle;

import inaba.api.manage.Health;
import inaba.api.manage.Line;
import inaba.api.manage.Slots;
import inaba.deploy.jar.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/// What is shown of bundles.
public final class Details {
    private final Bundles bundles;
    private final Deadline deadline;
    private final Readiness readiness;
    private final Store store;
    private final Deployer deployer;
    private final Supplier<@Nullable Health> health;
    private final Supplier<@Nullable Slots> slots;

    Details(
            Bundles bundles,
            Deadline deadline,
            Readiness readiness,
            Store store,
            Deployer deployer,
            Supplier<@Nullable Health> health,
            Supplier<@Nullable Slots> slots) {
        this.bundles = bundles;
        this.deadline = deadline;
        this.readiness = readiness;
        this.store = store;
        this.deployer = deployer;
        this.health = health;
        this.slots = slots;
    }

    /// All bundles, a row each.
    public List<Line> rows() {
        return bundles.all().stream()
                .map(bundle -> Line.columns()
                        .bare("id", bundle.getBundleId())
                        .bare("state", state(bundle))
                        .bare("name", bundle.getSymbolicName())
                        .bare("version", bundle.getVersion())
                        .bare("note", note(bundle)))
                .toList();
    }

    private String state(Bundle bundle) {
        return deadline.stuck(bundle.getBundleId()) == null ? Bundles.state(bundle) : "stuck";
    }

    private @Nullable String note(Bundle bundle) {
        var stuck = deadline.stuck(bundle.getBundleId());
        if (stuck != null) {
            return "in " + stuck.step();
        }
        var report = report(bundle);
        return Stream.of(
                        report == null ? "" : report.exceptions() + " exceptions",
                        deployer.incident(bundle.getSymbolicName()) == null ? "" : "was unhealthy")
                .filter(part -> !part.isEmpty())
                .reduce((one, other) -> one + ", " + other)
                .orElse(null);
    }

    private Health.@Nullable Report report(Bundle bundle) {
        var present = health.get();
        return present == null
                ? null
                : present.reports().stream()
                        .filter(report -> report.bundle() == bundle.getBundleId() && report.exceptions() > 0)
                        .findFirst()
                        .orElse(null);
    }

    /// All that is known of the bundles of this name, or of the one with this id.
    public List<Line> of(String name) throws DeployException {
        var lines = new ArrayList<Line>();
        for (var bundle : bundles.allNamed(name)) {
            try {
                lines.add(of(bundle));
            } catch (IllegalStateException e) {
                if (bundle.getState() != Bundle.UNINSTALLED) {
                    throw e; // one that has just made room for its successor is left out
                }
            }
        }
        if (lines.isEmpty()) {
            throw new DeployException(name + " has just gone");
        }
        return lines;
    }

    private Line of(Bundle bundle) throws DeployException {
        var report = report(bundle);
        return Line.of()
                .bare("name", bundle.getSymbolicName())
                .bare("version", bundle.getVersion())
                .keyed("id", bundle.getBundleId())
                .bare("state", state(bundle))
                .keyed("serves", serves(bundle))
                .keyed("exceptions", report == null ? null : report.exceptions())
                .keyed("last", report == null ? null : report.last())
                .children("incident", incident(bundle))
                .children("from", List.of(Line.of().keyed("from", bundle.getLocation())))
                .children("services", services(bundle))
                .children("waiting", waiting(bundle))
                .children("kept", kept(bundle))
                .children("stuck", stuck(bundle));
    }

    private @Nullable List<String> serves(Bundle bundle) {
        var present = slots.get();
        var names = present == null
                ? List.<String>of()
                : present.slots().stream()
                        .filter(slot -> slot.bundle() == bundle.getBundleId())
                        .map(Slots.Slot::name)
                        .toList();
        return names.isEmpty() ? null : names;
    }

    private List<Line> incident(Bundle bundle) {
        var incident = deployer.incident(bundle.getSymbolicName());
        return incident == null ? List.of() : List.of(Line.of().keyed("unhealthy:", incident));
    }

    private static List<Line> services(Bundle bundle) {
        return Stream.ofNullable(bundle.getRegisteredServices())
                .flatMap(Stream::of)
                .map(service -> Line.of()
                        .keyed("service", List.of((String[]) service.getProperty(Constants.OBJECTCLASS)))
                        .bare("component", Objects.toString(service.getProperty("component.name"), null)))
                .toList();
    }

    private List<Line> waiting(Bundle bundle) {
        return readiness.waiting(bundle).entrySet().stream()
                .map(component ->
                        Line.of().keyed("component", component.getKey()).keyed("waits for", component.getValue()))
                .toList();
    }

    private List<Line> kept(Bundle bundle) throws DeployException {
        try {
            return store.kept(bundle.getSymbolicName()).stream()
                    .map(jar -> Line.of().keyed("kept", jar))
                    .toList();
        } catch (IOException e) {
            throw new DeployException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<Line> stuck(Bundle bundle) {
        var stuck = deadline.stuck(bundle.getBundleId());
        if (stuck == null) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        lines.add(Line.text("stuck in " + stuck.step()).bare("step", stuck.step()));
        stuck.stack().forEach(frame -> lines.add(Line.text("    at " + frame).bare("at", frame)));
        return lines;
    }

    /// Symbolic names, for completion.
    public List<String> names() {
        return bundles.all().stream()
                .map(Bundle::getSymbolicName)
                .distinct()
                .sorted()
                .toList();
    }
}

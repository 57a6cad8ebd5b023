package inaba.deploy.bundle;

import inaba.api.manage.Health;
import inaba.api.manage.Slots;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/// Whether a bundle that was started does its work: its components are there, and it serves the slots that it fills.
final class Readiness {
    private static final Duration STEP = Duration.ofMillis(20);

    private final ServiceComponentRuntime components;
    private final Supplier<@Nullable Slots> slots;
    private final Supplier<@Nullable Health> health;
    private final Duration limit;

    Readiness(
            ServiceComponentRuntime components,
            Supplier<@Nullable Slots> slots,
            Supplier<@Nullable Health> health,
            Duration limit) {
        this.components = components;
        this.slots = slots;
        this.health = health;
        this.limit = limit;
    }

    /// What a bundle does before another replaces it.
    ///
    /// @param serves it serves all slots that it fills
    /// @param waiting its components that wait for something
    record Work(boolean serves, Set<String> waiting) {}

    /// Asked before the replacement is started, which changes it.
    Work of(Bundle old) {
        return new Work(serves(old), Set.copyOf(waiting(old).keySet()));
    }

    /// Waits until the bundle is ready to do the work of another: a component that waits in the old one may wait here
    /// too.
    ///
    /// @throws DeployException that names what is missing
    void await(Bundle fresh, Work work) throws DeployException {
        boolean serves = work.serves;
        var excused = work.waiting;
        long end = System.nanoTime() + limit.toNanos();
        for (var missing = missing(fresh, excused, serves);
                missing != null;
                missing = missing(fresh, excused, serves)) {
            if (failure(fresh) != null || thrown(fresh) != null || System.nanoTime() > end) {
                throw new DeployException(missing);
            }
            sleep();
        }
    }

    private static void sleep() throws DeployException {
        try {
            Thread.sleep(STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeployException("interrupted", e);
        }
    }

    private @Nullable String missing(Bundle fresh, Set<String> excused, boolean serves) {
        var failed = failure(fresh);
        if (failed != null) {
            return failed;
        }
        for (var component : waiting(fresh).entrySet()) {
            if (!excused.contains(component.getKey())) {
                return component.getKey() + " still waits for " + component.getValue();
            }
        }
        if (!serves || serves(fresh)) {
            return null;
        }
        var thrown = thrown(fresh);
        return thrown == null ? "it does not serve its slot" : "it does not serve its slot: " + thrown;
    }

    /// What the bundle threw where the engine called it, or null.
    private @Nullable String thrown(Bundle bundle) {
        var present = health.get();
        return present == null
                ? null
                : present.reports().stream()
                        .filter(report -> report.bundle() == bundle.getBundleId() && report.exceptions() > 0)
                        .findFirst()
                        .map(Health.Report::last)
                        .orElse(null);
    }

    /// Why a component of the bundle threw when it was made, or null.
    @Nullable
    String failure(Bundle bundle) {
        return configurations(bundle)
                .filter(configuration -> configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(configuration -> configuration.description.name + " does not start: "
                        + String.valueOf(configuration.failure)
                                .lines()
                                .findFirst()
                                .orElse(""))
                .findFirst()
                .orElse(null);
    }

    /// Components that wait for something, and for what.
    Map<String, String> waiting(Bundle bundle) {
        return configurations(bundle)
                .filter(configuration -> configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE
                        || configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION)
                .collect(Collectors.toMap(
                        configuration -> configuration.description.name,
                        Readiness::references,
                        (one, _) -> one,
                        TreeMap::new));
    }

    private Stream<ComponentConfigurationDTO> configurations(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream());
    }

    private static String references(ComponentConfigurationDTO configuration) {
        return configuration.unsatisfiedReferences.length == 0
                ? "its configuration"
                : Arrays.stream(configuration.unsatisfiedReferences)
                        .map(reference -> reference.name)
                        .collect(Collectors.joining(", "));
    }

    boolean serves(Bundle bundle) {
        var present = slots.get();
        return present != null && present.serving(bundle.getBundleId());
    }
}

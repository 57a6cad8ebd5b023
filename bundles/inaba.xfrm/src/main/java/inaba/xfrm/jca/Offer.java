package inaba.xfrm.jca;

import inaba.api.xfrm.Algorithm;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/// The algorithms of a bundle as services.
public final class Offer implements AutoCloseable {
    private final List<ServiceRegistration<Algorithm>> registrations;

    public Offer(BundleContext context, List<Algorithm> algorithms) {
        registrations = algorithms.stream()
                .map(algorithm -> context.registerService(Algorithm.class, algorithm, null))
                .toList();
    }

    @Override
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}

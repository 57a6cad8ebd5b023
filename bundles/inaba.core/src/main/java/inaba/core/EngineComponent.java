package inaba.core;

import inaba.api.counter.Counters;
import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.api.link.LinkDriver;
import inaba.api.manage.Health;
import inaba.api.manage.Slots;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.Fib;
import inaba.api.route.Spread;
import inaba.core.loop.ControlLoop;
import inaba.core.neighbor.WaitingLimits;
import inaba.core.output.ReassemblyLimits;
import inaba.core.packet.Pool;
import inaba.core.path.HeaderLimits;
import inaba.core.path.Worker;
import inaba.core.route.SelectionLimits;
import inaba.core.slot.Faults;
import inaba.linux.Niceness;
import inaba.linux.Takeover;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine as a component: hands services to their slots, and offers the node.
///
/// A bind method posts and returns. An unbind method waits, at most 5 s, until nothing uses the service any more: its
/// bundle may be gone right after.
@Component(service = EngineComponent.class, immediate = true, configurationPid = "inaba.core")
@Designate(ocd = CoreConfig.class)
public final class EngineComponent {
    private static final Logger LOG = LoggerFactory.getLogger(EngineComponent.class);
    private static final long DRAIN_SECONDS = 5;
    /// Until the appliance has started: the memory that the kernel has to find for packets would delay that.
    private static final Duration UNTIL_QUIET = Duration.ofSeconds(2);

    private final BundleContext context;
    private final Faults faults = new Faults();
    private final ControlLoop loop;
    private final Engine engine;
    private final Seats seats;
    private final BundleWatch bundles;
    private final ExecutorService background = Executors.newThreadPerTaskExecutor(
            beside(Thread.ofPlatform().name("inaba-background-", 0).daemon().factory()));
    private final WorkerWatch watch;
    private final List<ServiceRegistration<?>> offered;

    @Activate
    public EngineComponent(BundleContext context, CoreConfig config) {
        this.context = context;
        var state = Path.of(context.getProperty("inaba.state"));
        restoreLeftovers(state);
        loop = new ControlLoop(faults, new SecureRandom());
        var pool = new Pool(config.pool_small(), config.pool_large());
        engine = new Engine(loop, state, faults, pool, background, Worker::start);
        configure(config);
        seats = new Seats(engine, background);
        faults.onUnhealthy((bundle, why) -> unhealthy(context, bundle, why));
        bundles = new BundleWatch(context, engine, loop, config.sweep_after_s());
        loop.after(UNTIL_QUIET, () -> background.execute(pool::populate));
        loop.start(engine::endTurn);
        watch = new WorkerWatch(engine, faults);
        offered = List.of(
                context.registerService(Node.class, engine, null),
                context.registerService(Counters.class, engine.board(), null),
                context.registerService(Slots.class, engine.slots(), null),
                context.registerService(Health.class, faults, null),
                context.registerService(Engine.class, engine, null));
    }

    @Modified
    void configure(CoreConfig config) {
        engine.forwarding(config.forwarding());
        engine.limits(limits(config));
        engine.limits(reassembly(config), waiting(config), selection(config));
        engine.neighbors(config.neighbors_most());
        engine.ipv4(config.ipv4_record_options(), config.ipv4_directed_broadcast());
        engine.spin(Duration.of(config.spin_us(), ChronoUnit.MICROS));
        faults.stuckAfter(Duration.ofSeconds(config.stuck_after_s()));
    }

    /// Threads that the control loop begins, but that do not go ahead of others as it does.
    private static ThreadFactory beside(ThreadFactory threads) {
        return task -> threads.newThread(() -> {
            Niceness.usual();
            task.run();
        });
    }

    static HeaderLimits limits(CoreConfig config) {
        return new HeaderLimits(
                config.headers_most(),
                config.options_header_bytes(),
                config.options_most(),
                config.options_pad1(),
                config.options_padn(),
                config.options_unknown(),
                config.limits_report());
    }

    static ReassemblyLimits reassembly(CoreConfig config) {
        return new ReassemblyLimits(
                Duration.ofSeconds(config.reassembly_timeout_s()),
                config.reassembly_fragments(),
                config.reassembly_per_datagram(),
                config.reassembly_datagrams());
    }

    static WaitingLimits waiting(CoreConfig config) {
        return new WaitingLimits(config.queue_packets(), config.queue_total());
    }

    static SelectionLimits selection(CoreConfig config) {
        return new SelectionLimits(config.destinations_most(), Duration.ofSeconds(config.router_probe_interval_s()));
    }

    @Deactivate
    void deactivate() {
        watch.close();
        bundles.close();
        offered.forEach(ServiceRegistration::unregister);
        engine.linkManager().close();
        loop.stop();
        background.shutdownNow();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProtocol(Protocol protocol, ServiceReference<Protocol> reference) {
        loop.post(() -> seats.offer(protocol, reference));
    }

    void unbindProtocol(Protocol protocol) {
        if (!loop.ended() && frameworkStops()) {
            engine.linkManager().takeLeave(); // the framework stops all bundles, and nothing comes after
        }
        drain(gone -> seats.withdraw(protocol, gone));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAlgorithm(Fib.Algorithm algorithm, ServiceReference<Fib.Algorithm> reference) {
        loop.post(() -> seats.offer(algorithm, reference));
    }

    void unbindAlgorithm(Fib.Algorithm algorithm) {
        if (frameworkStops()) {
            return; // its tables serve to the end, as no bundle is uninstalled: nobody builds others for nothing
        }
        drain(gone -> seats.withdraw(algorithm, gone));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSpread(Spread sharing, ServiceReference<Spread> reference) {
        loop.post(() -> seats.offer(sharing, reference));
    }

    void unbindSpread(Spread sharing) {
        drain(gone -> seats.withdraw(sharing, gone));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindDriver(LinkDriver driver, ServiceReference<LinkDriver> reference) {
        loop.post(() -> seats.offer(driver, reference));
    }

    void unbindDriver(LinkDriver driver) {
        drain(gone -> seats.withdraw(driver, gone));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHook(Hook hook) {
        engine.add(hook);
    }

    void unbindHook(Hook hook) {
        drain(gone -> engine.remove(hook, gone));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTap(Tap tap) {
        engine.add(tap);
    }

    void unbindTap(Tap tap) {
        drain(gone -> engine.remove(tap, gone));
    }

    /// What a killed appliance left on the host's devices is put right before anything else.
    private static void restoreLeftovers(Path state) {
        try {
            Takeover.restoreLeftovers(state);
        } catch (IOException failed) {
            LOG.error("cannot restore what an earlier run left behind below {}", state, failed);
        }
    }

    private boolean frameworkStops() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
    }

    /// Posts the withdrawal and waits until it is done.
    private void drain(Consumer<Runnable> withdrawal) {
        if (loop.ended()) {
            return; // with the engine all use has ended
        }
        var gone = new CountDownLatch(1);
        loop.post(() -> withdrawal.accept(gone::countDown));
        try {
            if (!gone.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a service is still in use after {} s and goes all the same", DRAIN_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// First the engine helps itself: where another implementation is offered, it serves. Then who can roll back is
    /// told.
    private void unhealthy(BundleContext context, long bundle, String why) {
        LOG.error("bundle {} is unhealthy: {}", bundle, why);
        loop.post(() -> engine.slots().exclude(bundle));
        background.execute(() -> tell(context, bundle, why));
    }

    private static void tell(BundleContext context, long bundle, String why) {
        var reference = context.getServiceReference(Health.Listener.class);
        var listener = reference == null ? null : context.getService(reference);
        if (listener != null) {
            listener.unhealthy(bundle, why);
            context.ungetService(reference);
        }
    }
}

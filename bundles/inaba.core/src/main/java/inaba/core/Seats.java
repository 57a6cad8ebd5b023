package inaba.core;

import inaba.api.link.LinkDriver;
import inaba.api.manage.Line;
import inaba.api.protocol.Protocol;
import inaba.api.route.Fib;
import inaba.api.route.Spread;
import inaba.core.slot.LoopThread;
import inaba.core.slot.Offer;
import inaba.core.slot.SlotBoard.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// Which services go to which slot, and how one takes over from another. On the control loop.
final class Seats {
    private final Engine engine;
    private final Executor background;
    private final Map<String, Place<Protocol>> protocols = new HashMap<>();
    private final Map<String, Place<LinkDriver>> drivers = new HashMap<>();
    private final Place<Fib.Algorithm> fib;
    /// Algorithms that answer beside the running one just now.
    private final Map<Fib.Algorithm, FibShadow> shadows = new ConcurrentHashMap<>();
    private final Place<Spread> spread;

    Seats(Engine engine, Executor background) {
        this.engine = engine;
        this.background = background;
        this.fib = engine.slots().place("fib", this::changeFib);
        this.spread = engine.slots().place("spread", (_, to, done) -> {
            engine.routing().use(to == null ? null : to.service());
            done.accept(null);
        });
        engine.slots().shadow(this::compare);
    }

    void offer(Protocol protocol, ServiceReference<?> reference) {
        protocols
                .computeIfAbsent(protocol.slot(), name -> engine.slots().place(name, this::changeProtocol))
                .offer(offer(reference.getBundle().getSymbolicName(), reference, protocol));
    }

    void withdraw(Protocol protocol, Runnable gone) {
        place(protocols, protocol.slot()).withdraw(protocol, gone);
    }

    void offer(Fib.Algorithm algorithm, ServiceReference<?> reference) {
        fib.offer(offer(algorithm.name(), reference, algorithm));
    }

    void withdraw(Fib.Algorithm algorithm, Runnable gone) {
        var shadow = shadows.remove(algorithm);
        if (shadow == null) {
            fib.withdraw(algorithm, gone);
        } else {
            shadow.end(() -> fib.withdraw(algorithm, gone));
        }
    }

    void offer(Spread sharing, ServiceReference<?> reference) {
        spread.offer(offer(sharing.name(), reference, sharing));
    }

    void withdraw(Spread sharing, Runnable gone) {
        spread.withdraw(sharing, gone);
    }

    void offer(LinkDriver driver, ServiceReference<?> reference) {
        drivers.computeIfAbsent(driver.name(), name -> engine.slots().place("link." + name, this::changeDriver))
                .offer(offer(reference.getBundle().getSymbolicName(), reference, driver));
    }

    void withdraw(LinkDriver driver, Runnable gone) {
        place(drivers, driver.name()).withdraw(driver, gone);
    }

    /// Within one turn of the loop: no packet and no timer falls between the two.
    private void changeProtocol(
            @Nullable Offer<Protocol> from, @Nullable Offer<Protocol> to, Consumer<@Nullable Throwable> done) {
        var failure = new AtomicReference<@Nullable Throwable>();
        engine.atOnce(() -> failure.set(succeed(from, to)));
        engine.whenUnused(() -> done.accept(failure.get()));
    }

    private @Nullable Throwable succeed(@Nullable Offer<Protocol> from, @Nullable Offer<Protocol> to) {
        if (from != null) {
            engine.dispatch().remove(from.service());
            if (!engine.faults().guard(from.service(), from.service()::stop)) {
                engine.letGo(from.service().getClass().getClassLoader());
            }
        }
        var failure = to == null ? null : start(to.service());
        if (failure != null && from != null) {
            start(from.service());
        }
        return failure;
    }

    private @Nullable Throwable start(Protocol protocol) {
        var before = LoopThread.enter(protocol);
        try {
            protocol.start(engine);
            LoopThread.check();
            engine.dispatch().add(protocol);
            return null;
        } catch (RuntimeException | Error thrown) {
            engine.faults().caught(protocol, thrown);
            return thrown;
        } finally {
            LoopThread.leave(before);
        }
    }

    private void changeFib(
            @Nullable Offer<Fib.Algorithm> from,
            @Nullable Offer<Fib.Algorithm> to,
            Consumer<@Nullable Throwable> done) {
        engine.routing().use(to == null ? null : to.service(), done);
    }

    private void changeDriver(
            @Nullable Offer<LinkDriver> from, @Nullable Offer<LinkDriver> to, Consumer<@Nullable Throwable> done) {
        background.execute(() -> {
            var moved = to == null ? from : to;
            if (moved != null) {
                engine.faults().guard(moved.service(), () -> {
                    if (to != null) {
                        engine.linkManager().arrive(to.service());
                    } else {
                        engine.linkManager().leave(moved.service());
                    }
                });
            }
            engine.loop().post(() -> done.accept(null));
        });
    }

    /// See [inaba.core.slot.SlotBoard.Shadow].
    @Nullable
    List<Line> compare(String slot, String implementation, int packets) {
        if (!slot.equals("fib")) {
            return null;
        }
        var offer = candidate(implementation);
        return offer.map(o -> compare(o.service(), implementation, packets)).orElse(null);
    }

    private List<Line> compare(Fib.Algorithm candidate, String implementation, int packets) {
        var shadow = FibShadow.of(engine, candidate, packets);
        shadows.put(candidate, shadow);
        try {
            boolean there = candidate(implementation)
                    .filter(o -> o.service() == candidate)
                    .isPresent(); // who leaves from now on ends the shadow
            return there ? shadow.compare() : List.of();
        } finally {
            shadows.remove(candidate, shadow);
        }
    }

    private Optional<Offer<Fib.Algorithm>> candidate(String implementation) {
        return engine.loop().call(() -> Optional.ofNullable(fib.find(implementation)));
    }

    private static <T> Place<T> place(Map<String, Place<T>> places, String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    private static <T> Offer<T> offer(String name, ServiceReference<?> reference, T service) {
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
        return new Offer<>(name, reference.getBundle().getBundleId(), ranking, service);
    }
}

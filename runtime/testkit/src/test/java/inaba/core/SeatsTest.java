package inaba.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.packet.Packet;
import inaba.api.protocol.ErrorSender;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.Fib;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/// What stays of a service once it left: nothing.
class SeatsTest {
    private final Lab lab;
    private final LabNode node;
    private final Seats seats;

    SeatsTest(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", true);
        node.link("lan", new Wire());
        seats = new Seats(node.engine(), Runnable::run);
        lab.settle();
    }

    @Test
    void aProtocolThatThrowsWhenItStopsLeavesNeitherResolverNorErrorSender() {
        var protocol = new Clinging();
        seats.offer(protocol, reference());
        lab.settle();
        var gone = new AtomicBoolean();
        seats.withdraw(protocol, () -> gone.set(true));
        lab.settle();

        assertTrue(gone.get());
        assertNull(node.engine().adjacencies().resolver(IpFamily.IPV6));
        assertEquals(1, node.exceptions());
    }

    @Test
    @Timeout(10)
    void anAlgorithmThatLeavesEndsItsShadow() throws InterruptedException {
        var candidate = new Silent();
        seats.offer(candidate, reference());
        lab.settle();
        var looksOn = new Thread(() -> seats.compare("fib", "silent", 1000));
        looksOn.start();
        while (node.engine().published().ingress().length == 0) {
            lab.settle();
        }

        var gone = new AtomicBoolean();
        seats.withdraw(candidate, () -> gone.set(true));
        while (!gone.get() || looksOn.isAlive()) {
            lab.settle();
        }
        assertEquals(0, node.engine().published().ingress().length);
    }

    @SuppressWarnings("unchecked")
    private static <T> ServiceReference<T> reference() {
        var bundle = stub(Bundle.class, (_, method, _) -> method.getName().equals("getBundleId") ? 7L : "test.bundle");
        return stub(ServiceReference.class, (_, method, _) -> method.getName().equals("getBundle") ? bundle : null);
    }

    private static <T> T stub(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static final class Silent implements Fib, Fib.Algorithm {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public Fib build(Collection<Entry> entries) {
            return this;
        }

        @Override
        public int lookup(long addressHigh, long addressLow) {
            return NONE;
        }

        @Override
        public Fib apply(List<Change> changes) {
            return this;
        }

        @Override
        public long memory() {
            return 0;
        }
    }

    private static final class Clinging implements Protocol, NeighborResolver, ErrorSender {
        @Override
        public String slot() {
            return "clinging";
        }

        @Override
        public void start(Node on) {
            on.resolver(IpFamily.IPV6, this);
            on.errors(IpFamily.IPV6, this);
        }

        @Override
        public void stop() {
            throw new IllegalStateException("stop");
        }

        @Override
        public void error(Packet offender, int type, int code, int parameter) {
            throw new AssertionError("after stop");
        }

        @Override
        public void resolve(NeighborKey neighbor, Ipv6Address source) {}

        @Override
        public void used(NeighborKey neighbor) {}

        @Override
        public void redirect(Packet offender, Ipv6Address target, Ipv6Address destination) {}
    }
}

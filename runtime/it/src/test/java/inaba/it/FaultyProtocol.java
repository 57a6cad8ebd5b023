package inaba.it;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/// Runs as a bundle: an answerer of echo requests in a slot of its own. Each version after the first has a fault: 2
/// throws on every packet, 3 throws when it is started, 4 never returns from the start of the bundle, 5 never returns
/// from a packet, 6 never from its start in the slot.
public final class FaultyProtocol implements BundleActivator, Protocol {
    private volatile int version;

    @Override
    public void start(BundleContext context) {
        version = context.getBundle().getVersion().getMajor();
        if (version == 4) {
            loop();
        }
        context.registerService(Protocol.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        version = 0;
    }

    @Override
    public String slot() {
        return "faulty";
    }

    @Override
    public void start(Node node) {
        switch (version) {
            case 3 -> throw new IllegalStateException("no start today");
            case 6 -> loop();
            default -> {}
        }
    }

    @Override
    public void stop() {}

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(Icmpv6Type.ECHO_REQUEST);
    }

    @Override
    public Verdict receive(Packet packet) {
        switch (version) {
            case 2 -> throw new IllegalStateException("no echo please");
            case 5 -> loop();
            default -> {}
        }
        return Verdict.Go.DELIVER;
    }

    private void loop() {
        while (version > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package inaba.it;

import inaba.api.hook.Hook;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/// Runs as a bundle: a hook that passes everything on; its second version throws on every UDP packet,
/// its third never returns from one.
public final class FaultyHook implements BundleActivator, Hook {
    private static final int LOOPS = 3;

    private volatile boolean faulty;
    private volatile boolean loops;

    @Override
    public void start(BundleContext context) {
        int version = context.getBundle().getVersion().getMajor();
        faulty = version == 2;
        loops = version == LOOPS;
        context.registerService(Hook.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        loops = false;
    }

    @Override
    public Point point() {
        return Point.FORWARD;
    }

    @Override
    public Verdict inspect(Packet packet) {
        var header = new Ipv6Header(packet.memory(), packet.network());
        if (faulty && header.nextHeader() == IpProtocol.UDP) {
            throw new IllegalStateException("no UDP please");
        }
        while (loops && header.nextHeader() == IpProtocol.UDP) {
            Thread.onSpinWait();
        }
        return Verdict.Go.DELIVER;
    }
}

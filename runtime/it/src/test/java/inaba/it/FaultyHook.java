package inaba.it;

import inaba.api.hook.Hook;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/// Runs as a bundle: a hook that passes everything on; its second version throws on every UDP packet.
public final class FaultyHook implements BundleActivator, Hook {
    private volatile boolean faulty;

    @Override
    public void start(BundleContext context) {
        faulty = context.getBundle().getVersion().getMajor() > 1;
        context.registerService(Hook.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {}

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
        return Verdict.Go.DELIVER;
    }
}

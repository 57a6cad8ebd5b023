package inaba.link.xdp;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.linux.CompilerTime;
import inaba.linux.Sys;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// The driver `xdp`: network devices of Linux through AF_XDP, `lan=xdp:eth1`.
@Component(service = LinkDriver.class)
public final class XdpDriver implements LinkDriver {
    private final Queue<XdpPort> ports = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean rehearsed = new AtomicBoolean();
    private final Umems umems = new Umems();

    @Override
    public String name() {
        return "xdp";
    }

    @Override
    public Port open(String text, PortOptions options, Runnable listener) throws LinkException {
        var device = XdpDevice.parse(text);
        if (!Sys.available()) {
            throw new LinkException("the driver xdp needs Linux; use pcap");
        }
        try {
            ports.removeIf(XdpPort::closed);
            if (options.beside() && ports.isEmpty() && !rehearsed.getAndSet(true)) {
                CompilerTime.attempt(Rehearsal::run);
            }
            var port = new XdpPort(device, options, umems, listener);
            ports.add(port);
            return port;
        } catch (IOException e) {
            throw new LinkException(e.getMessage() == null ? "cannot open " + text : e.getMessage(), e);
        }
    }

    /// Ports that were not closed yet are: a bundle that is gone holds nothing.
    @Deactivate
    void deactivate() {
        ports.forEach(XdpPort::close);
    }
}

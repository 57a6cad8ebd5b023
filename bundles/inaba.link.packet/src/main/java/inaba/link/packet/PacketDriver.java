package inaba.link.packet;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.linux.CompilerTime;
import inaba.linux.Sys;
import java.io.IOException;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// The driver `packet`: network devices of Linux through AF_PACKET, `lan=packet:eth1[,queues=N]`.
@Component(service = LinkDriver.class)
public final class PacketDriver implements LinkDriver {
    private final Queue<PacketPort> ports = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean rehearsed = new AtomicBoolean();

    @Override
    public String name() {
        return "packet";
    }

    @Override
    public Port open(String text, PortOptions options, Runnable listener) throws LinkException {
        var device = PacketDevice.parse(text);
        if (!Sys.available()) {
            throw new LinkException("the driver packet needs Linux; use pcap");
        }
        var clock = Clock.systemUTC();
        try {
            ports.removeIf(PacketPort::closed);
            if (options.beside() && ports.isEmpty() && !rehearsed.getAndSet(true)) {
                CompilerTime.attempt(() -> Rehearsal.run(clock));
            }
            var port = new PacketPort(device, options, listener, clock);
            ports.add(port);
            return port;
        } catch (IOException e) {
            throw new LinkException(e.getMessage() == null ? "cannot open " + text : e.getMessage(), e);
        }
    }

    /// Ports that were not closed yet are: a bundle that is gone holds nothing.
    @Deactivate
    void deactivate() {
        ports.forEach(PacketPort::close);
    }
}

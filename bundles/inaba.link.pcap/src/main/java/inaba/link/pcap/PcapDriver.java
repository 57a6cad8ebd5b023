package inaba.link.pcap;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.linux.CompilerTime;
import inaba.linux.Sys;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// The driver `pcap`: network devices through libpcap, `lan=pcap:eth1`.
@Component
public final class PcapDriver implements LinkDriver {
    private final Queue<PcapPort> ports = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean rehearsed = new AtomicBoolean();

    @Override
    public String name() {
        return "pcap";
    }

    @Override
    public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
        var clock = Clock.systemUTC();
        ports.removeIf(PcapPort::closed);
        if (Sys.available() && options.beside() && ports.isEmpty() && !rehearsed.getAndSet(true)) {
            CompilerTime.attempt(() -> Rehearsal.run(clock));
        }
        var port = PcapPort.open(device, options, listener, clock);
        ports.add(port);
        return port;
    }

    /// Ports that were not closed yet are: a bundle that is gone holds nothing.
    @Deactivate
    void deactivate() {
        ports.forEach(PcapPort::close);
    }
}

package inaba.link.pcap;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.linux.Sys;
import java.io.IOException;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The driver `pcap`: network devices through libpcap, `lan=pcap:eth1`.
@Component
public final class PcapDriver implements LinkDriver {
    private static final Logger LOG = LoggerFactory.getLogger(PcapDriver.class);

    private final Queue<PcapPort> ports = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean rehearsed = new AtomicBoolean();

    @Override
    public String name() {
        return "pcap";
    }

    @Override
    public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
        if (options.beside() && Sys.available() && !rehearsed.getAndSet(true)) {
            rehearse();
        }
        var port = PcapPort.open(device, options, listener, Clock.systemUTC());
        ports.removeIf(PcapPort::closed);
        ports.add(port);
        return port;
    }

    private static void rehearse() {
        try {
            Rehearsal.run();
        } catch (IOException failed) {
            LOG.info("what was not rehearsed may lose frames at first: {}", failed.getMessage());
        }
    }

    /// Ports that were not closed yet are: a bundle that is gone holds nothing.
    @Deactivate
    void deactivate() {
        ports.forEach(PcapPort::close);
    }
}

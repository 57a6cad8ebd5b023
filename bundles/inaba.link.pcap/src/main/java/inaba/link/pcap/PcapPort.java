package inaba.link.pcap;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.linux.LinkWatch;
import inaba.linux.Sys;
import inaba.linux.Takeover;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A device held through libpcap: one handle that receives, and one for each transmitter.
final class PcapPort implements Port {
    private final String device;
    private final PortOptions options;
    private final Takeover takeover;
    private final LinkWatch watch;
    private final PcapReceiver receiver;
    private final Queue<PcapTransmitter> transmitters = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private PcapPort(String device, PortOptions options, Takeover takeover, LinkWatch watch, PcapReceiver receiver) {
        this.device = device;
        this.options = options;
        this.takeover = takeover;
        this.watch = watch;
        this.receiver = receiver;
    }

    /// Takes the device over; on failure nothing stays changed.
    static PcapPort open(String device, PortOptions options, Runnable listener, Clock clock) throws LinkException {
        if (!Sys.available()) {
            throw new LinkException("the driver pcap can take over devices of Linux only; use udp or sim");
        }
        try {
            var takeover = Takeover.of(device, options.state(), options.force(), options.beside());
            try {
                return open(device, options, takeover, listener, clock);
            } catch (IOException | LinkException | RuntimeException failed) {
                takeover.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new LinkException(
                    failed.getMessage() == null ? "cannot open " + device : failed.getMessage(), failed);
        }
    }

    private static PcapPort open(String device, PortOptions options, Takeover takeover, Runnable listener, Clock clock)
            throws IOException, LinkException {
        var watch = new LinkWatch(device, listener);
        try {
            var mac = options.mac() == null ? watch.now().mac() : options.mac();
            if (options.beside()) {
                Handles.prepare();
            }
            var handle = Handles.receiving(device, mac, watch.now().mtu());
            var receiver = PcapReceiver.of(device, handle, () -> watch.now().mtu(), clock);
            return new PcapPort(device, options, takeover, watch, receiver);
        } catch (LinkException | RuntimeException failed) {
            watch.close();
            throw failed;
        }
    }

    @Override
    public MacAddress mac() {
        var mac = options.mac();
        return mac == null ? watch.now().mac() : mac;
    }

    @Override
    public int mtu() {
        return watch.now().mtu();
    }

    @Override
    public boolean carrier() {
        return watch.now().carrier();
    }

    @Override
    public Receiver receiver(int queue) {
        return receiver;
    }

    @Override
    public Transmitter transmitter() {
        try {
            var transmitter = new PcapTransmitter(Handles.sending(device));
            transmitters.removeIf(PcapTransmitter::closed);
            transmitters.add(transmitter);
            return transmitter;
        } catch (LinkException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public boolean stamped() {
        return receiver.stampsNanoseconds();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        receiver.close();
        transmitters.forEach(PcapTransmitter::close);
        takeover.close();
    }
}

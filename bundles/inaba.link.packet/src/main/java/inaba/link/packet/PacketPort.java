package inaba.link.packet;

import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.linux.LinkWatch;
import inaba.linux.LinuxException;
import inaba.linux.Takeover;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A device held through AF_PACKET: one receive ring, and a socket for each transmitter.
final class PacketPort implements Port {
    private final PortOptions options;
    private final Takeover takeover;
    private final LinkWatch watch;
    private final RingReceiver receiver;
    private final Queue<RingTransmitter> transmitters = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /// Takes the device over; on failure nothing stays changed.
    PacketPort(String device, PortOptions options, Runnable listener, Clock clock) throws IOException {
        this.options = options;
        takeover = Takeover.of(device, options.state(), options.force(), options.beside());
        try {
            watch = new LinkWatch(device, listener);
            try {
                receiver = new RingReceiver(watch.now().index(), watch.now().mtu(), clock);
            } catch (IOException e) {
                watch.close();
                throw e;
            }
        } catch (IOException e) {
            takeover.close();
            throw e;
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
            var transmitter = new RingTransmitter(watch.now().index());
            transmitters.removeIf(RingTransmitter::closed);
            transmitters.add(transmitter);
            return transmitter;
        } catch (LinuxException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean stamped() {
        return true;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        receiver.close();
        transmitters.forEach(RingTransmitter::close);
        takeover.close();
    }
}

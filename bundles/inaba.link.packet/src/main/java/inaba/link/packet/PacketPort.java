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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A device held through AF_PACKET: a ring for each receive queue, and a socket for each transmitter.
final class PacketPort implements Port {
    private final PortOptions options;
    private final Takeover takeover;
    private final LinkWatch watch;
    private final List<RingReceiver> receivers = new ArrayList<>();
    private final Queue<RingTransmitter> transmitters = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /// Takes the device over; on failure nothing stays changed.
    PacketPort(PacketDevice device, PortOptions options, Runnable listener, Clock clock) throws IOException {
        this.options = options;
        takeover = Takeover.of(device.name(), options.state(), options.force(), options.beside());
        try {
            watch = new LinkWatch(device.name(), listener);
            try {
                open(device.queues(), options.beside(), clock);
            } catch (IOException e) {
                receivers.forEach(RingReceiver::close);
                watch.close();
                throw e;
            }
        } catch (IOException e) {
            takeover.close();
            throw e;
        }
    }

    /// Sockets share what comes once all are there: until then each of them hears everything.
    ///
    /// @param beside another port of the device works meanwhile
    private void open(int queues, boolean beside, Clock clock) throws LinuxException {
        for (int i = 0; i < queues; i++) {
            if (beside) {
                RxRing.prepare();
            }
            receivers.add(
                    new RingReceiver(new RxRing(watch.now().index(), watch.now().mtu()), clock));
        }
        var fanout = new Fanout();
        for (int i = 0; queues > 1 && i < queues; i++) {
            receivers.get(i).join(fanout);
        }
    }

    @Override
    public int queues() {
        return receivers.size();
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
        return receivers.get(queue);
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
        receivers.forEach(RingReceiver::close);
        transmitters.forEach(RingTransmitter::close);
        takeover.close();
    }
}

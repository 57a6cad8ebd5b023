package inaba.link.sim;

import inaba.api.link.Port;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.packet.FrameRing;
import inaba.api.packet.Packet;
import inaba.wire.EthernetHeader;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.LongAdder;

/// A port plugged into a wire. It gets every frame of the wire, as a card in promiscuous mode does.
final class SimPort implements Port, Station {
    private static final int FRAMES = 1024;

    private final MacAddress mac;
    private final int mtu;
    private final Wire wire;
    private final Runnable closed;
    private final FrameRing frames;
    private final LongAdder missed = new LongAdder();
    private final Receiver receiver = new Incoming();

    /// @param closed told once the port is unplugged
    SimPort(MacAddress mac, int mtu, Wire wire, Runnable closed) {
        this.mac = mac;
        this.mtu = mtu;
        this.wire = wire;
        this.closed = closed;
        this.frames = new FrameRing(FRAMES, EthernetHeader.BYTES + mtu);
        wire.plug(this);
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public boolean carrier() {
        return true;
    }

    @Override
    public Receiver receiver(int queue) {
        return receiver;
    }

    @Override
    public Transmitter transmitter() {
        return new Outgoing();
    }

    @Override
    public void arrive(MemorySegment frame, long at, int length) {
        if (!frames.offer(frame, at, length, 0, 0)) {
            missed.increment();
        }
    }

    @Override
    public void close() {
        wire.unplug(this);
        closed.run();
    }

    private final class Incoming implements Receiver {
        @Override
        public int receive(Packet[] burst, int limit) {
            int n = 0;
            while (n < limit && frames.next()) {
                if (take(burst[n])) {
                    n++;
                }
                frames.release();
            }
            return n;
        }

        private boolean take(Packet packet) {
            int length = frames.length();
            if (length < EthernetHeader.BYTES || length > packet.tailroom()) {
                missed.increment();
                return false;
            }
            MemorySegment.copy(frames.memory(), frames.at(), packet.memory(), packet.start(), length);
            packet.end(packet.start() + length);
            return true;
        }

        @Override
        public void await(long nanos) {
            frames.await(nanos);
        }

        @Override
        public void wakeup() {
            frames.wakeup();
        }

        @Override
        public long missed() {
            return missed.sum();
        }
    }

    private final class Outgoing implements Transmitter {
        @Override
        public int send(Packet[] burst, int from, int to) {
            for (int i = from; i < to; i++) {
                wire.carry(SimPort.this, burst[i].memory(), burst[i].start(), burst[i].length());
            }
            return to - from;
        }

        @Override
        public void close() {}
    }
}

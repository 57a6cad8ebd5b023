package inaba.testkit;

import inaba.api.link.Port;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A link that exists in memory: what one port sends, all others receive, at once. Keeps what it has carried.
public final class Wire {
    /// Ethernet's header, and a VLAN tag.
    private static final int FRAME_OVERHEAD = 18;

    private final List<WirePort> ports = new ArrayList<>();
    private final List<Frame> carried = new ArrayList<>();
    private Predicate<Frame> loses = _ -> false;

    /// A frame that the wire has carried.
    ///
    /// @param from MAC of the port that sent it
    public record Frame(MacAddress from, byte[] bytes) {}

    /// Frames that fit are carried nowhere, though [#carried] shows them.
    public void loses(Predicate<Frame> which) {
        loses = which;
    }

    /// Takes what was carried since the last call.
    public List<Frame> carried() {
        var taken = List.copyOf(carried);
        carried.clear();
        return taken;
    }

    /// Puts a frame on the wire that no port has sent.
    public void inject(byte[] frame) {
        carry(new Frame(MacAddress.ZERO, frame.clone()), null);
    }

    /// A port of its own, with carrier.
    ///
    /// @param changed told when [WirePort#carrier(boolean)] was called
    WirePort attach(MacAddress mac, int mtu, Runnable changed) {
        var port = new WirePort(mac, mtu, changed);
        ports.add(port);
        return port;
    }

    private void carry(Frame frame, @Nullable WirePort from) {
        carried.add(frame);
        if (loses.test(frame)) {
            return;
        }
        for (var port : ports) {
            if (port != from && port.carrier) {
                port.waiting.add(frame.bytes);
            }
        }
    }

    /// One end of the wire.
    public final class WirePort implements Port, Receiver {
        private final MacAddress mac;
        private final int mtu;
        private final Runnable changed;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private boolean carrier = true;
        private boolean polledInVain;
        private long delivered;
        private long taken;
        private long missed;

        private WirePort(MacAddress mac, int mtu, Runnable changed) {
            this.mac = mac;
            this.mtu = mtu;
            this.changed = changed;
        }

        /// Pulls the cable, or puts it in.
        public void carrier(boolean in) {
            carrier = in;
            waiting.clear();
            changed.run();
        }

        /// Frames that the port has handed to its node.
        public long delivered() {
            return delivered;
        }

        /// Frames that the port has taken from its node.
        public long taken() {
            return taken;
        }

        /// Nothing waits, and who receives has seen so.
        boolean rests() {
            return polledInVain && waiting.isEmpty();
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
            return carrier;
        }

        @Override
        public Receiver receiver(int queue) {
            return this;
        }

        @Override
        public Transmitter transmitter() {
            return new Sending();
        }

        @Override
        public int receive(Packet[] burst, int limit) {
            int n = 0;
            while (n < limit && !waiting.isEmpty()) {
                var frame = waiting.remove();
                if (frame.length > mtu + FRAME_OVERHEAD) {
                    missed++; // as a device does with a frame that is longer than it was told of
                    continue;
                }
                var packet = burst[n++];
                MemorySegment.copy(MemorySegment.ofArray(frame), 0, packet.memory(), packet.start(), frame.length);
                packet.end(packet.start() + frame.length);
            }
            polledInVain = n == 0;
            delivered += n;
            return n;
        }

        @Override
        public void await(long nanos) {}

        @Override
        public void wakeup() {}

        @Override
        public long missed() {
            return missed;
        }

        @Override
        public void close() {
            ports.remove(this);
        }

        private final class Sending implements Transmitter {
            @Override
            public int send(Packet[] burst, int from, int to) {
                if (!carrier) {
                    return 0;
                }
                for (int i = from; i < to; i++) {
                    var p = burst[i];
                    var bytes = p.memory().asSlice(p.start(), p.length()).toArray(ValueLayout.JAVA_BYTE);
                    carry(new Frame(mac, bytes), WirePort.this);
                }
                taken += to - from;
                return to - from;
            }

            @Override
            public void close() {}
        }
    }
}

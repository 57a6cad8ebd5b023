package inaba.link.xdp;

import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// Receives and sends without a device, so that the JVM has loaded and compiled what does it before a port takes a
/// device over from another that works.
///
/// New code begins in the interpreter. For 100 to 300 ms it was slower than 163,000 frames/s came in, which is more
/// than the rings hold. So a socket that is bound to nothing gets frames from a kernel of our own: it fills and empties
/// the rings from their other side.
final class Rehearsal {
    /// Enough for the JVM's second compiler, with bursts of all sizes.
    static final int PACKETS = 100_000;
    /// Takes about a quarter of a second; this is for a machine that has no time for it.
    static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int FRAMES = 4096;
    private static final int FRAME_BYTES = 2048;
    private static final int HEADROOM = 256;
    /// Ethernet, IPv6 and UDP headers, and a little more.
    private static final int LENGTH = 78;
    private static final byte VERSION_6 = 0x60;
    private static final int BURST = 64;

    private final Stage stage;
    private final XskReceiver receiver;
    private final XskSender sender;
    private final Packet[] burst = new Packet[BURST];

    private Rehearsal(Stage stage, XskReceiver receiver, Arena arena) {
        this.stage = stage;
        this.receiver = receiver;
        sender = new XskSender(stage);
        for (int i = 0; i < BURST; i++) {
            burst[i] = new Packet(arena.allocate(FRAME_BYTES, BURST), 0, FRAME_BYTES);
        }
    }

    /// @param packets to receive, at least, unless the time is over
    /// @return packets that were received
    static int run(int packets, Duration limit) throws LinuxException {
        var umem = new Umem(FRAME_BYTES, FRAMES);
        try {
            return run(umem, packets, limit);
        } finally {
            umem.abandon();
        }
    }

    private static int run(Umem umem, int packets, Duration limit) throws LinuxException {
        for (int i = 0; i < FRAMES; i++) {
            write(umem, (long) i * FRAME_BYTES + HEADROOM + EthernetHeader.BYTES);
        }
        var stage = new Stage(umem);
        umem.bound(stage);
        try (var arena = Arena.ofShared()) { // as that of packets
            var receiver = new XskReceiver(stage, new Nowhere());
            try {
                return new Rehearsal(stage, receiver, arena).play(packets, limit.toNanos());
            } finally {
                receiver.close();
            }
        } finally {
            stage.close();
        }
    }

    /// A packet whose checksum is looked at.
    private static void write(Umem umem, long at) {
        umem.memory().set(ValueLayout.JAVA_BYTE, at, VERSION_6);
        umem.memory().set(ValueLayout.JAVA_BYTE, at + Ipv6Header.NEXT_HEADER, (byte) IpProtocol.UDP);
        Layouts.u16(umem.memory(), at + Ipv6Header.PAYLOAD_LENGTH, LENGTH - EthernetHeader.BYTES - Ipv6Header.BYTES);
    }

    private int play(int packets, long limit) {
        long began = System.nanoTime();
        int received = 0;
        for (int turn = 0; received < packets && System.nanoTime() - began < limit; turn++) {
            for (var packet : burst) {
                packet.reset(0);
            }
            stage.deliver(turn % BURST + 1);
            int n = receiver.receive(burst, BURST);
            sender.send(burst, 0, foreign(n, turn));
            receiver.release();
            received += n;
        }
        return received;
    }

    /// Some packets are dropped, which gives their frames back, and some bursts come from the memory of another driver.
    ///
    /// @return how many are to be sent
    private int foreign(int n, int turn) {
        if (turn % 4 == 0) {
            for (int i = 0; i < n; i++) {
                burst[i].reset(HEADROOM);
                burst[i].end(HEADROOM + LENGTH);
            }
        }
        return turn % 3 == 0 ? n / 2 : n;
    }

    /// The kernel's side of a socket.
    private static final class Stage extends XskSocket {
        private final Ring toUs = rx.otherSide();
        private final Ring fromUs = tx.otherSide();
        private final Ring empty = fill.otherSide();
        private final Ring sent = completion.otherSide();

        Stage(Umem umem) throws LinuxException {
            super(umem);
            tx.wantWakeup();
        }

        void deliver(int frames) {
            int n = Math.min(Math.min(frames, empty.ready()), toUs.room());
            for (int i = 0; i < n; i++) {
                toUs.write(i, empty.address(i) + HEADROOM, LENGTH);
            }
            empty.consumed(n);
            toUs.produced(n);
        }

        @Override
        int kick() {
            int n = Math.min(fromUs.ready(), sent.room());
            for (int i = 0; i < n; i++) {
                sent.write(i, fromUs.address(i));
            }
            fromUs.consumed(n);
            sent.produced(n);
            return 0;
        }
    }

    /// No device, no frames of others.
    private static final class Nowhere implements XskReceiver.Steering {
        @Override
        public void here() {}

        @Override
        public void away() {}
    }
}

package inaba.link.xdp;

import inaba.api.packet.Packet;
import inaba.linux.CompilerTime;
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
/// A socket that is bound to nothing gets frames from a kernel of our own: it fills and empties the rings from their
/// other side.
final class Rehearsal {
    private static final int FRAMES = 4096;
    /// Of the rings: full at times, and at times not.
    private static final int ENTRIES = 2048;
    private static final int FRAME_BYTES = 2048;
    private static final int HEADROOM = 256;
    /// Ethernet, IPv6 and UDP headers, and a little more.
    private static final int LENGTH = 78;
    private static final byte VERSION_6 = 0x60;
    private static final int BURST = 64;
    /// Bursts, of all sizes.
    private static final int ROUND = BURST + 1;

    private final Stage stage;
    private final XskReceiver receiver;
    private final XskSender sender;
    private final Packet[] burst = new Packet[BURST];
    private int turn;

    private Rehearsal(Stage stage, XskReceiver receiver, Arena arena) {
        this.stage = stage;
        this.receiver = receiver;
        sender = new XskSender(stage);
        for (int i = 0; i < BURST; i++) {
            burst[i] = new Packet(arena.allocate(FRAME_BYTES, BURST), 0, FRAME_BYTES);
        }
    }

    static void run() throws LinuxException {
        int _ = run(CompilerTime.ENOUGH, CompilerTime.LIMIT);
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
                return CompilerTime.rehearse(new Rehearsal(stage, receiver, arena)::play, packets, limit);
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

    /// @return packets that were received
    private int play() {
        int received = 0;
        for (int i = 0; i < ROUND; i++, turn++) {
            emptyBurst();
            if (turn % (2 * BURST + 2) == 0) {
                stage.starve();
            }
            stage.deliver(turn % (BURST + 1), turn % 3 == 0);
            int n = receiver.receive(burst, BURST);
            sender.send(burst, 0, foreign(n, turn));
            receiver.release();
            received += n;
        }
        return received;
    }

    /// A method of its own: the loop around it would be compiled for it, which takes half a second.
    private void emptyBurst() {
        for (var packet : burst) {
            packet.reset(0);
        }
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
        private final long[] taken = new long[ENTRIES];
        private int unsaid;

        Stage(Umem umem) throws LinuxException {
            super(umem, ENTRIES);
            tx.wantWakeup(true);
        }

        /// @param late what was taken from the ring FILL is said with the next frames
        void deliver(int frames, boolean late) {
            fill.wantWakeup(late);
            int n = Math.min(Math.min(frames, empty.ready() - unsaid), toUs.room());
            for (int i = 0; i < n; i++) {
                toUs.write(i, empty.address(unsaid + i) + HEADROOM, LENGTH);
            }
            unsaid += n;
            if (!late) {
                empty.consumed(unsaid);
                unsaid = 0;
            }
            toUs.produced(n);
        }

        /// What this receiver had given to the kernel others got, and have no more need of.
        void starve() {
            int n = Math.max(0, empty.ready() - unsaid - BURST);
            for (int i = 0; i < n; i++) {
                taken[i] = empty.address(unsaid + i);
            }
            empty.consumed(unsaid + n);
            unsaid = 0;
            umem().give(taken, n);
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

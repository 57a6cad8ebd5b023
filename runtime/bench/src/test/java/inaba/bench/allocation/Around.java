package inaba.bench.allocation;

import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What a router's links lead to: sends frames in on one side, and counts what comes out of the other.
final class Around {
    private static final int FRAME = 78;
    private static final int BURST = 64;
    private static final int ROOM = 2304;
    private static final int ON_THE_WAY = 256;
    private static final long PAUSE = 50_000;
    private static final long LOST = Duration.ofMillis(500).toNanos();
    private static final long LIMIT = Duration.ofSeconds(60).toNanos();

    private final Transmitter in;
    private final Receiver out;
    private final Packet[] frames = new Packet[BURST];
    private final Packet[] seen = new Packet[BURST];

    Around(Arena arena, Transmitter in, Receiver out) {
        this.in = in;
        this.out = out;
        for (int i = 0; i < BURST; i++) {
            frames[i] = frame(new Packet(arena.allocate(ROOM, 64), 0, ROOM), i);
            seen[i] = new Packet(arena.allocate(ROOM, 64), 0, ROOM);
        }
    }

    private static Packet frame(Packet packet, int number) {
        packet.reset(128);
        long at = packet.start();
        packet.end(at + FRAME);
        new EthernetHeader(packet.memory(), at)
                .destination(Router.IN)
                .source(new MacAddress(0x0200_0000_0009L))
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(packet.memory(), at + EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(FRAME - EthernetHeader.BYTES - Ipv6Header.BYTES)
                .nextHeader(IpProtocol.UDP)
                .hopLimit(64)
                .source(Ipv6Address.parse("2001:db8:1::2"))
                .destination(Ipv6Address.parse("2001:db8:3::" + Integer.toHexString(number + 1)));
        return packet;
    }

    /// Sends so many bursts with pauses in which the router falls asleep, so that the JVM compiles its waiting too.
    boolean trickle(int bursts) {
        for (int i = 0; i < bursts; i++) {
            if (!carry(BURST)) {
                return false;
            }
            LockSupport.parkNanos(PAUSE);
        }
        return true;
    }

    /// Sends until so many more have come through. Frames that a full buffer lost are sent again.
    ///
    /// @return false when that takes longer than a minute
    boolean carry(long count) {
        long sent = 0;
        long received = 0;
        long last = System.nanoTime();
        long end = last + LIMIT;
        while (received < count) {
            if (sent - received < ON_THE_WAY) {
                sent += in.send(frames, 0, BURST);
            }
            int n = receive();
            long now = System.nanoTime();
            if (n > 0) {
                received += n;
                last = now;
            } else if (now - last > LOST) {
                sent = received;
                last = now;
            }
            if (now > end) {
                return false;
            }
        }
        return true;
    }

    private int receive() {
        for (var packet : seen) {
            packet.reset(128);
        }
        int n = out.receive(seen, BURST);
        int ours = 0;
        for (int i = 0; i < n; i++) {
            ours += seen[i].length() == FRAME ? 1 : 0;
        }
        out.release();
        return ours;
    }
}

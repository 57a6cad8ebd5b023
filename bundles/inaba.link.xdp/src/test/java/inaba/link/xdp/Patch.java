package inaba.link.xdp;

import inaba.api.link.Port;
import inaba.api.packet.Packet;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;

/// Two ports joined by two threads that carry every frame across, in the memory that it came in, and look at it.
final class Patch implements AutoCloseable {
    private static final int BURST = 64;
    private static final int BYTES = 2304;

    final AtomicLong frames = new AtomicLong();
    final AtomicLong copied = new AtomicLong();
    final AtomicLong wrongChecksum = new AtomicLong();
    final AtomicLong unsent = new AtomicLong();
    private final Thread[] threads;
    private volatile boolean stopped;

    Patch(Port a, Port b) {
        threads = new Thread[] {
            Thread.ofPlatform().name("patch-ab").start(() -> carry(a, b)),
            Thread.ofPlatform().name("patch-ba").start(() -> carry(b, a))
        };
    }

    private void carry(Port from, Port to) {
        try (var arena = Arena.ofConfined();
                var out = to.transmitter()) {
            var in = from.receiver(0);
            var burst = new Packet[BURST];
            for (int i = 0; i < BURST; i++) {
                burst[i] = new Packet(arena.allocate(BYTES, 64), 0, BYTES);
            }
            while (!stopped) {
                for (var packet : burst) {
                    packet.reset(0);
                }
                int n = in.receive(burst, BURST);
                for (int i = 0; i < n; i++) {
                    look(burst[i]);
                }
                unsent.addAndGet(n - out.send(burst, 0, n));
                in.release();
                if (n == 0) {
                    in.await(10_000_000);
                }
            }
        }
    }

    private void look(Packet p) {
        frames.incrementAndGet();
        copied.addAndGet(p.borrowed() ? 0 : 1);
        long ip = p.start() + EthernetHeader.BYTES;
        if (new EthernetHeader(p.memory(), p.start()).etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return;
        }
        var header = new Ipv6Header(p.memory(), ip);
        int protocol = header.nextHeader();
        boolean sums = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        if (sums && !Checksum.valid(p.memory(), ip, ip + Ipv6Header.BYTES, header.payloadLength(), protocol)) {
            wrongChecksum.incrementAndGet();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (var thread : threads) {
            thread.join();
        }
    }
}

package inaba.link.packet;

import inaba.api.link.Port;
import inaba.api.packet.Packet;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;

/// Two ports joined by two threads that carry every frame across and look at it: none may be longer than the MTU
/// allows or have a wrong TCP or UDP checksum.
final class Cable implements AutoCloseable {
    final AtomicLong frames = new AtomicLong();
    final AtomicLong tooLong = new AtomicLong();
    final AtomicLong wrongChecksum = new AtomicLong();
    final AtomicLong unsent = new AtomicLong();
    private final Thread[] threads;
    private volatile boolean stopped;

    Cable(Port a, Port b) {
        threads = new Thread[] {
            Thread.ofPlatform().name("cable-ab").start(() -> carry(a, b)),
            Thread.ofPlatform().name("cable-ba").start(() -> carry(b, a))
        };
    }

    private void carry(Port from, Port to) {
        try (var arena = Arena.ofConfined();
                var out = to.transmitter()) {
            var in = from.receiver(0);
            var burst = Bursts.of(arena);
            while (!stopped) {
                int n = Bursts.receive(in, burst);
                if (n == 0) {
                    in.await(10_000_000);
                    continue;
                }
                for (int i = 0; i < n; i++) {
                    look(burst[i], from.mtu());
                }
                unsent.addAndGet(n - out.send(burst, 0, n));
            }
        }
    }

    private void look(Packet p, int mtu) {
        frames.incrementAndGet();
        if (p.length() > mtu + EthernetHeader.BYTES) {
            tooLong.incrementAndGet();
        }
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

package inaba.link.pcap;

import inaba.api.link.Port;
import inaba.api.packet.Packet;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Two threads that carry every frame from one port to the other and look at it: none may be longer than the MTU allows
/// or have a wrong checksum.
final class Across implements AutoCloseable {
    private static final int HEADROOM = 64;
    private static final long WAIT_NANOS = 10_000_000;

    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong tooLong = new AtomicLong();
    private final AtomicLong wrongChecksum = new AtomicLong();
    private final AtomicLong unsent = new AtomicLong();
    private final List<Thread> threads;
    private volatile boolean stopped;

    Across(Port a, Port b) {
        threads = List.of(
                Thread.ofPlatform().name("across-ab").start(() -> carry(a, b)),
                Thread.ofPlatform().name("across-ba").start(() -> carry(b, a)));
    }

    private void carry(Port from, Port to) {
        try (var out = to.transmitter()) {
            var burst = Seen.burst();
            while (!stopped) {
                int n = from.receiver(0).receive(burst, burst.length);
                for (int i = 0; i < n; i++) {
                    look(burst[i], from.mtu());
                }
                unsent.addAndGet(n - out.send(burst, 0, n));
                for (int i = 0; i < n; i++) {
                    burst[i].reset(HEADROOM);
                }
                if (n == 0) {
                    from.receiver(0).await(WAIT_NANOS);
                }
            }
        }
    }

    private void look(Packet frame, int mtu) {
        frames.incrementAndGet();
        if (frame.length() > mtu + EthernetHeader.BYTES) {
            tooLong.incrementAndGet();
        }
        long ip = frame.start() + EthernetHeader.BYTES;
        if (new EthernetHeader(frame.memory(), frame.start()).etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return;
        }
        var header = new Ipv6Header(frame.memory(), ip);
        boolean sums =
                switch (header.nextHeader()) {
                    case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMPV6 -> true;
                    default -> false;
                };
        long upper = ip + Ipv6Header.BYTES;
        if (sums && !Checksum.valid(frame.memory(), ip, upper, header.payloadLength(), header.nextHeader())) {
            wrongChecksum.incrementAndGet();
        }
    }

    long frames() {
        return frames.get();
    }

    /// Empty when all was well.
    String complaints() {
        var said = new StringBuilder();
        say(said, tooLong, "longer than the MTU");
        say(said, wrongChecksum, "with a wrong checksum");
        say(said, unsent, "not sent");
        return said.toString();
    }

    private static void say(StringBuilder said, AtomicLong count, String what) {
        if (count.get() > 0) {
            said.append(count).append(' ').append(what).append("; ");
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

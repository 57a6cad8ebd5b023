package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a packet costs in objects: nothing of ours, and what the JCA takes, which is printed.
class AllocationTest {
    private static final int PACKETS = 20_000;
    /// By then all of it is, on a busy machine too.
    private static final Duration COMPILED = Duration.ofSeconds(60);
    private static final int LENGTH = 1400;

    private final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void protectingAPacketAndTakingItOffAgainMakesNoObject() {
        double least = Double.MAX_VALUE;
        long end = System.nanoTime() + COMPILED.toNanos();
        while (least >= 1 && System.nanoTime() < end) {
            least = Math.min(least, bytes("transparent"));
        }
        assertTrue(least < 1, least + " bytes for a packet");
    }

    @Test
    void theShareOfTheJca() {
        for (String name : new String[] {"rfc4106(gcm(aes))", "rfc7539esp(chacha20,poly1305)"}) {
            double least = Double.MAX_VALUE;
            for (int round = 0; round < 4; round++) {
                least = Math.min(least, bytes(name));
            }
            System.out.printf("%s: %.0f bytes of objects for a packet out and in%n", name, least);
        }
    }

    private double bytes(String algorithm) {
        byte[] key = new byte[algorithm.contains("chacha") ? 36 : 20];
        var out = Given.sa("2001:db8::1", "2001:db8::2", IpProtocol.ESP, 7)
                .tunnel()
                .aead(algorithm, key, 128)
                .row();
        var sender = Association.of(out, AllocationTest::algorithm);
        var receiver = Association.of(in(algorithm, key), AllocationTest::algorithm);
        var work = new Work();
        var packet = new Packet(MemorySegment.ofArray(new byte[4096]), 0, 4096);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PACKETS; i++) {
            packet.reset(128).end(128 + LENGTH);
            new Ipv6Header(packet.memory(), 128)
                    .start(0, 0)
                    .payloadLength(LENGTH - Ipv6Header.BYTES)
                    .nextHeader(253);
            sender.protect(packet, work);
            packet.upper(packet.network() + Ipv6Header.BYTES, IpProtocol.ESP);
            receiver.unprotect(packet, work);
            assertTrue(packet.length() == LENGTH);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) PACKETS;
    }

    private static SaRow in(String algorithm, byte[] key) {
        return Given.sa("2001:db8::1", "2001:db8::2", IpProtocol.ESP, 7)
                .tunnel()
                .state(new SaState(1024))
                .aead(algorithm, key, 128)
                .row();
    }

    private static Algorithm algorithm(String name) {
        return name.equals("transparent") ? new Transparent() : Objects.requireNonNull(Given.algorithm(name));
    }

    /// Copies, and takes every ICV.
    private record Transparent() implements Algorithm.Aead {
        @Override
        public String name() {
            return "transparent";
        }

        @Override
        public boolean takesKey(int bytes) {
            return true;
        }

        @Override
        public int ivBytes() {
            return 8;
        }

        @Override
        public boolean takesIcv(int bytes) {
            return true;
        }

        @Override
        public Sealer sealer(byte[] key, int icvBytes) {
            return new Sealer() {
                @Override
                public void seal(
                        long counter,
                        byte[] ad,
                        int adBytes,
                        byte[] iv,
                        int ivAt,
                        byte[] in,
                        int at,
                        int length,
                        byte[] out) {
                    System.arraycopy(in, at, out, 0, length);
                }

                @Override
                public boolean open(
                        long counter,
                        byte[] ad,
                        int adBytes,
                        byte[] iv,
                        int ivAt,
                        byte[] in,
                        int at,
                        int length,
                        byte[] out) {
                    System.arraycopy(in, at, out, 0, length);
                    return true;
                }
            };
        }
    }
}

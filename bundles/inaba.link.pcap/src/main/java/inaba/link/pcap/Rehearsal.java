package inaba.link.pcap;

import inaba.api.packet.Packet;
import inaba.linux.CompilerTime;
import inaba.linux.LinuxException;
import inaba.linux.Stamping;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/// Receives without a device, so that the JVM has loaded and compiled what does it before a port takes a device over
/// from another that works: libpcap reads a file, again and again. Some frames are IP's, and come while a window opens
/// and closes.
final class Rehearsal {
    private static final int FRAMES = 2000;
    /// Ethernet, IPv6 and UDP headers, and a little more.
    private static final int FRAME_BYTES = 78;
    private static final int RECORD_BYTES = 16;
    private static final int FILE_BYTES = 24;
    /// Nanoseconds.
    private static final int MAGIC = 0xa1b2_3c4d;

    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    private static final int SNAP_LENGTH = 65_535;
    private static final int ETHERNET = 1;
    private static final byte VERSION_6 = 0x60;

    private static final int MTU = 1500;
    private static final int PACKET_BYTES = 2304;
    private static final int HEADROOM = 256;
    private static final int BURST = 64;

    private final Path file;
    private final Clock clock;
    private final Packet[] burst = new Packet[BURST];
    private int rounds;

    private Rehearsal(Path file, Clock clock, Arena arena) {
        this.file = file;
        this.clock = clock;
        for (int i = 0; i < BURST; i++) {
            burst[i] = new Packet(arena.allocate(PACKET_BYTES, BURST), 0, PACKET_BYTES);
        }
    }

    static void run(Clock clock) throws IOException {
        int _ = run(clock, CompilerTime.ENOUGH, CompilerTime.LIMIT);
    }

    /// @param packets to receive, at least, unless the time is over
    /// @return packets that were received
    static int run(Clock clock, int packets, Duration limit) throws IOException {
        var file = Files.createTempFile("inaba-rehearsal", ".pcap");
        try (var arena = Arena.ofShared(); // as that of packets
                var _ = new Stamping()) { // once, and not with each window
            Files.write(file, frames());
            return CompilerTime.rehearse(new Rehearsal(file, clock, arena)::play, packets, limit);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.delete(file);
        }
    }

    /// As pcap-savefile(5) has it.
    private static byte[] frames() {
        var bytes = ByteBuffer.allocate(FILE_BYTES + FRAMES * (RECORD_BYTES + FRAME_BYTES))
                .order(ByteOrder.nativeOrder());
        bytes.putInt(MAGIC).putShort(MAJOR).putShort(MINOR).putLong(0);
        bytes.putInt(SNAP_LENGTH).putInt(ETHERNET);
        for (int i = 0; i < FRAMES; i++) {
            bytes.putInt(1).putInt(i).putInt(FRAME_BYTES).putInt(FRAME_BYTES);
            bytes.put(i % 16 == 0 ? new byte[FRAME_BYTES] : packet());
        }
        return bytes.array();
    }

    /// One whose checksum is looked at.
    private static byte[] packet() {
        var frame = ByteBuffer.allocate(FRAME_BYTES);
        int network = (int) EthernetHeader.BYTES;
        frame.putShort((int) EthernetHeader.ETHER_TYPE, (short) EthernetHeader.ETHERTYPE_IPV6);
        frame.put(network, VERSION_6);
        frame.put(network + (int) Ipv6Header.NEXT_HEADER, (byte) IpProtocol.UDP);
        int payload = FRAME_BYTES - network - (int) Ipv6Header.BYTES;
        frame.putShort(network + (int) Ipv6Header.PAYLOAD_LENGTH, (short) payload);
        return frame.array();
    }

    /// Of three rounds, one has a window without an end, and one a window in which none of the frames is.
    ///
    /// @return packets that were received
    private int play() {
        try {
            var handle = Pcaps.openOffline(file.toString(), TimestampPrecision.NANO);
            try {
                return receive(handle);
            } catch (LinuxException e) {
                handle.close();
                throw new UncheckedIOException(e);
            }
        } catch (PcapNativeException e) {
            throw new UncheckedIOException(new IOException("libpcap cannot read " + file, e));
        }
    }

    private int receive(PcapHandle handle) throws LinuxException {
        try (var receiver = new PcapReceiver(file.toString(), handle, new Nothing(), () -> MTU, clock)) {
            int window = rounds++ % 3;
            receiver.only(Long.MIN_VALUE, window == 0 ? Long.MAX_VALUE : window == 1 ? Long.MAX_VALUE - 1 : 0);
            return receive(receiver);
        }
    }

    /// All of the file, in bursts of all sizes. Behind a full one libpcap hands over nothing once.
    private int receive(PcapReceiver receiver) {
        int received = 0;
        for (int nothing = 0; nothing < 2; ) {
            emptyBurst();
            int n = receiver.receive(burst, received % BURST + 1);
            received += n;
            nothing = n > 0 ? 0 : nothing + 1;
        }
        return received;
    }

    /// A method of its own: the loop around it would be compiled for it, which takes half a second.
    private void emptyBurst() {
        for (var packet : burst) {
            packet.reset(HEADROOM);
        }
    }

    /// No frame was cut off.
    private static final class Nothing implements Intake.Copies {
        @Override
        public boolean read(MemorySegment begun, long at, int captured, int length, MemorySegment into) {
            return false;
        }

        @Override
        public void forget(MemorySegment scratch) {}
    }
}

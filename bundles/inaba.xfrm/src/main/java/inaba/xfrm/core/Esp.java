package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.wire.Checksum;
import inaba.wire.IpProtocol;
import inaba.wire.Layouts;
import inaba.wire.UdpHeader;
import inaba.xfrm.XfrmDrop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;

/// The Encapsulating Security Payload, RFC 4303, in UDP where the association says so (RFC 3948 §2.1).
final class Esp implements Transform {
    private static final int SPI_SEQUENCE = 8;
    private static final int TRAILER = 2;
    private static final int LENGTH_OF_PADDING = 255;

    private final SaRow sa;
    private final Lending<EspSuite> suites;
    private final Sequence sequence;
    private final int ivBytes;
    private final int icvBytes;
    private final int align;
    private final int lead;

    /// @param blockBytes of the cipher; padding also brings the whole to a multiple of four (§2.4)
    Esp(SaRow sa, Lending<EspSuite> suites, int ivBytes, int blockBytes) {
        this.sa = sa;
        this.suites = suites;
        this.sequence = new Sequence(sa);
        this.ivBytes = ivBytes;
        this.icvBytes = sa.icvBytes();
        this.align = Math.max(4, blockBytes);
        this.lead = sa.encapsulation() == null ? 0 : UdpHeader.BYTES;
    }

    @Override
    public int front() {
        return lead + SPI_SEQUENCE + ivBytes;
    }

    @Override
    public int behind() {
        return align - 1 + TRAILER + icvBytes + sa.tfcPad();
    }

    @Override
    public int slack() {
        return align - 1;
    }

    @Override
    public int largest(int bytes) {
        return (bytes - front() - icvBytes) / align * align - TRAILER;
    }

    @Override
    public Verdict add(Packet packet, Work work) {
        long number = sequence.next();
        if (number < 0) {
            return XfrmDrop.SEQUENCE_END;
        }
        int content = (int) (packet.end() - work.at);
        int text = content + trafficPadding(packet, content);
        int padding = Math.floorMod(-(text + TRAILER), align);
        int length = text + padding + TRAILER;
        var memory = packet.memory();
        int protocol = Layouts.u8(memory, work.announces);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, work.at, work.in, 0, content);
        Arrays.fill(work.in, content, text, (byte) 0);
        trailer(work.in, text, padding, protocol);
        if (!seal(number, work, length)) {
            return XfrmDrop.OUT_ERROR;
        }
        long to = work.at;
        work.open(packet, front());
        header(packet, work, number);
        MemorySegment.copy(work.out, 0, memory, ValueLayout.JAVA_BYTE, to, length + icvBytes);
        packet.end(to + length + icvBytes);
        if (lead > 0) {
            udp(packet, work.at);
        }
        Layouts.u8(memory, work.announces, lead > 0 ? IpProtocol.UDP : IpProtocol.ESP);
        Work.length(packet);
        return Verdict.Go.DELIVER;
    }

    /// Traffic flow confidentiality, §2.7: only where the content says its own length, as an IP packet does.
    private int trafficPadding(Packet packet, int content) {
        return sa.mode() == Mode.TUNNEL && content < sa.tfcPad()
                ? Math.min(sa.tfcPad() - content, packet.tailroom() - align - TRAILER - icvBytes)
                : 0;
    }

    /// §2.4: 1, 2, 3, ..., then how many, then what the content is.
    private static void trailer(byte[] text, int at, int padding, int nextHeader) {
        for (int i = 0; i < padding; i++) {
            text[at + i] = (byte) (i + 1);
        }
        text[at + padding] = (byte) padding;
        text[at + padding + 1] = (byte) nextHeader;
    }

    private boolean seal(long number, Work work, int length) {
        try {
            var suite = suites.take();
            suite.seal(sa.key().spi(), number, work, length);
            suites.give(suite);
            return true;
        } catch (GeneralSecurityException failed) {
            return false;
        }
    }

    private void header(Packet packet, Work work, long number) {
        var memory = packet.memory();
        long at = work.at + lead;
        memory.set(Layouts.U32, at, sa.key().spi());
        memory.set(Layouts.U32, at + 4, (int) number);
        MemorySegment.copy(work.iv, 0, memory, ValueLayout.JAVA_BYTE, at + SPI_SEQUENCE, ivBytes);
    }

    /// RFC 3948 §2.1: without a checksum in IPv4; IPv6 demands one (RFC 8200 §8.1).
    private void udp(Packet packet, long at) {
        var ports = Objects.requireNonNull(sa.encapsulation());
        var memory = packet.memory();
        int length = (int) (packet.end() - at);
        new UdpHeader(memory, at)
                .sourcePort(ports.source())
                .destinationPort(ports.destination())
                .length(length)
                .checksum(0);
        if (!packet.isIpv4()) {
            int sum = Checksum.upperLayer(memory, packet.network(), at, length, IpProtocol.UDP);
            new UdpHeader(memory, at).checksum(sum);
        }
    }

    @Override
    public Verdict remove(Packet packet, Work work) {
        var memory = packet.memory();
        int length = (int) (packet.end() - work.at) - SPI_SEQUENCE - ivBytes;
        if (length < align + icvBytes) {
            return XfrmDrop.TOO_SHORT;
        }
        if ((length - icvBytes) % align != 0) {
            return XfrmDrop.NOT_ALIGNED;
        }
        long number = sequence.of(memory.get(Layouts.U32, work.at + 4));
        if (!sequence.check(number)) {
            return XfrmDrop.REPLAY;
        }
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, work.at + SPI_SEQUENCE, work.iv, 0, ivBytes);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, work.at + SPI_SEQUENCE + ivBytes, work.in, 0, length);
        var verdict = open(number, work, length);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        return sequence.accept(number) ? content(packet, work, length - icvBytes) : XfrmDrop.REPLAY;
    }

    private Verdict open(long number, Work work, int length) {
        try {
            var suite = suites.take();
            boolean authentic = suite.open(sa.key().spi(), number, work, length);
            suites.give(suite);
            if (!authentic) {
                sa.state().forged();
            }
            return authentic ? Verdict.Go.DELIVER : XfrmDrop.INTEGRITY;
        } catch (GeneralSecurityException failed) {
            return XfrmDrop.IN_ERROR;
        }
    }

    /// Puts what was inside where the header was.
    private static Verdict content(Packet packet, Work work, int length) {
        int padding = Bytes.u8(work.out, length - TRAILER);
        int content = length - TRAILER - padding;
        if (content < 0 || !isPadding(work.out, content, padding)) {
            return XfrmDrop.PADDING;
        }
        work.nextHeader = Bytes.u8(work.out, length - 1);
        if (work.nextHeader == IpProtocol.NO_NEXT_HEADER) {
            return XfrmDrop.DUMMY;
        }
        MemorySegment.copy(work.out, 0, packet.memory(), ValueLayout.JAVA_BYTE, work.at, content);
        packet.end(work.at + content);
        Layouts.u8(packet.memory(), work.announces, work.nextHeader);
        Work.length(packet);
        return Verdict.Go.DELIVER;
    }

    /// §2.4: a receiver should look.
    private static boolean isPadding(byte[] text, int at, int padding) {
        for (int i = 0; i < padding; i++) {
            if (Bytes.u8(text, at + i) != (i + 1 & LENGTH_OF_PADDING)) {
                return false;
            }
        }
        return true;
    }
}

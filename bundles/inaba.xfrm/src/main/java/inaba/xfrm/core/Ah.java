package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.SaRow;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.xfrm.XfrmDrop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/// The Authentication Header, RFC 4302.
final class Ah implements Transform {
    private static final int FIXED = 12;
    private static final int LENGTH = 1;
    private static final int SPI = 4;
    private static final int SEQUENCE = 8;

    private final SaRow sa;
    private final Lending<Algorithm.Mac> macs;
    private final Sequence sequence;
    private final boolean extended;
    private final int icvBytes;
    private final int bytes;

    /// The header is a multiple of four octets in IPv4, of eight in IPv6 (§2.6).
    Ah(SaRow sa, Lending<Algorithm.Mac> macs) {
        this.sa = sa;
        this.macs = macs;
        this.sequence = new Sequence(sa);
        this.extended = sa.has(SaRow.Flag.ESN);
        this.icvBytes = sa.icvBytes();
        int unit = sa.key().destination().isMapped() ? 4 : 8;
        this.bytes = (FIXED + icvBytes + unit - 1) / unit * unit;
    }

    @Override
    public int front() {
        return bytes;
    }

    @Override
    public int behind() {
        return 0;
    }

    @Override
    public int slack() {
        return 0;
    }

    @Override
    public int largest(int most) {
        return most - bytes;
    }

    @Override
    public Verdict add(Packet packet, Work work) {
        long number = sequence.next();
        if (number < 0) {
            return XfrmDrop.SEQUENCE_END;
        }
        var memory = packet.memory();
        int protocol = Layouts.u8(memory, work.announces);
        work.open(packet, bytes);
        long at = work.at;
        Layouts.u8(memory, work.announces, IpProtocol.AH);
        Layouts.u8(memory, at, protocol);
        Layouts.u8(memory, at + LENGTH, bytes / 4 - 2);
        Layouts.u16(memory, at + 2, 0);
        memory.set(Layouts.U32, at + SPI, sa.key().spi());
        memory.set(Layouts.U32, at + SEQUENCE, (int) number);
        memory.asSlice(at + FIXED, bytes - FIXED).fill((byte) 0);
        Work.length(packet);
        if (!authenticate(packet, work, number)) {
            return XfrmDrop.OUT_ERROR;
        }
        MemorySegment.copy(work.icv, 0, memory, ValueLayout.JAVA_BYTE, at + FIXED, icvBytes);
        return Verdict.Go.DELIVER;
    }

    @Override
    public Verdict remove(Packet packet, Work work) {
        var memory = packet.memory();
        long at = work.at;
        int header = (Layouts.u8(memory, at + LENGTH) + 2) * 4;
        if (packet.end() - at < header || !isLength(header)) {
            return XfrmDrop.TOO_SHORT;
        }
        long number = sequence.of(memory.get(Layouts.U32, at + SEQUENCE));
        if (!sequence.check(number)) {
            return XfrmDrop.REPLAY;
        }
        if (!authenticate(packet, work, number)) {
            return XfrmDrop.IN_ERROR;
        }
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + FIXED, work.out, 0, icvBytes);
        if (!Bytes.same(work.icv, 0, work.out, 0, icvBytes)) {
            sa.state().forged();
            return XfrmDrop.INTEGRITY;
        }
        if (!sequence.accept(number)) {
            return XfrmDrop.REPLAY;
        }
        work.nextHeader = Layouts.u8(memory, at);
        work.close(packet, header);
        Layouts.u8(memory, work.announces, work.nextHeader);
        Work.length(packet);
        return Verdict.Go.DELIVER;
    }

    /// Linux pads to eight octets in IPv4 too, unless told to `align4`.
    private boolean isLength(int header) {
        return header == bytes || header == (FIXED + icvBytes + 7) / 8 * 8;
    }

    /// Computes the ICV to [Work#icv].
    ///
    /// @return false when the algorithm failed
    private boolean authenticate(Packet packet, Work work, long number) {
        int length = image(packet, work);
        try {
            var mac = macs.take();
            mac.update(work.in, 0, length);
            if (extended) { // the upper half is not sent, §2.5.1
                Bytes.u32(work.ad, 0, (int) (number >>> 32));
                mac.update(work.ad, 0, 4);
            }
            mac.finish(work.icv, 0);
            macs.give(mac);
            return true;
        } catch (GeneralSecurityException failed) {
            return false;
        }
    }

    private int image(Packet packet, Work work) {
        int length = (int) (packet.end() - packet.network());
        int header = (int) (work.at - packet.network());
        MemorySegment.copy(packet.memory(), ValueLayout.JAVA_BYTE, packet.network(), work.in, 0, length);
        if (packet.isIpv4()) {
            AhImage.ipv4(work.in, header);
        } else {
            int cut = withoutFragment(work.in, header, length);
            header -= cut;
            length -= cut;
            AhImage.ipv6(work.in, header);
        }
        // Padding behind the ICV is what the sender chose, and authenticated, §3.3.3.2.1.
        Arrays.fill(work.in, header + FIXED, header + FIXED + icvBytes, (byte) 0);
        return length;
    }

    /// Appendix A2: a Fragment header that reassembly left in place was not there when the sender authenticated.
    ///
    /// @return how many octets were cut out
    private static int withoutFragment(byte[] packet, int header, int length) {
        int field = (int) Ipv6Header.NEXT_HEADER;
        for (int at = Ipv6Header.BYTES; at < header; ) {
            if (Bytes.u8(packet, field) == IpProtocol.FRAGMENT) {
                packet[field] = packet[at];
                System.arraycopy(packet, at + 8, packet, at, length - at - 8);
                int payload = length - 8 - Ipv6Header.BYTES;
                packet[(int) Ipv6Header.PAYLOAD_LENGTH] = (byte) (payload >>> 8);
                packet[(int) Ipv6Header.PAYLOAD_LENGTH + 1] = (byte) payload;
                return 8;
            }
            field = at;
            at += (Bytes.u8(packet, at + 1) + 1) * 8;
        }
        return 0;
    }
}

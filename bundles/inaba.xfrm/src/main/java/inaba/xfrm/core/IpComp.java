package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.xfrm.SaRow;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.xfrm.XfrmDrop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The IP Payload Compression Protocol, RFC 3173, with DEFLATE (RFC 2394). What does not become shorter goes as it
/// is.
final class IpComp implements Transform {
    /// The Compression Parameter Index of DEFLATE where none was agreed upon, RFC 2394 §3.
    static final int DEFLATE = 2;

    private static final int HEADER = 4;
    private static final int FLAGS = 1;
    private static final int CPI = 2;
    /// Content of 16 bits behind the longest header of an IPv6 packet that the pool has room for.
    private static final int LONGEST = 0xffff + Ipv6Header.BYTES;
    /// Shorter content is not worth it, RFC 2394 §4.2.
    private static final int THRESHOLD = 90;

    private final SaRow sa;
    private final Lending<Deflater> deflaters = new Lending<>(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, true));
    private final Lending<Inflater> inflaters = new Lending<>(() -> new Inflater(true));

    IpComp(SaRow sa) {
        this.sa = sa;
    }

    @Override
    public int front() {
        return 0;
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
    public int largest(int bytes) {
        return bytes;
    }

    @Override
    public Verdict add(Packet packet, Work work) {
        int content = (int) (packet.end() - work.at);
        if (content < THRESHOLD) {
            return Verdict.Go.DELIVER;
        }
        var memory = packet.memory();
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, work.at, work.in, 0, content);
        int length = deflate(work, content);
        if (length < 0) {
            return Verdict.Go.DELIVER; // RFC 3173 §2.2
        }
        Layouts.u8(memory, work.at, Layouts.u8(memory, work.announces));
        Layouts.u8(memory, work.at + FLAGS, 0);
        Layouts.u16(memory, work.at + CPI, sa.key().spi());
        MemorySegment.copy(work.out, 0, memory, ValueLayout.JAVA_BYTE, work.at + HEADER, length);
        packet.end(work.at + HEADER + length);
        Layouts.u8(memory, work.announces, IpProtocol.IPCOMP);
        Work.length(packet);
        return Verdict.Go.DELIVER;
    }

    /// @return how long it became, or -1 when it did not become shorter, the header counted
    private int deflate(Work work, int content) {
        var deflater = deflaters.take();
        deflater.reset();
        deflater.setInput(work.in, 0, content);
        deflater.finish();
        int length = deflater.deflate(work.out, 0, content - HEADER);
        boolean whole = deflater.finished();
        deflaters.give(deflater);
        return whole && length + HEADER < content ? length : -1;
    }

    @Override
    public Verdict remove(Packet packet, Work work) {
        var memory = packet.memory();
        int length = (int) (packet.end() - work.at) - HEADER;
        if (length < 1) {
            return XfrmDrop.TOO_SHORT;
        }
        work.nextHeader = Layouts.u8(memory, work.at);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, work.at + HEADER, work.in, 0, length);
        int content = inflate(work, length);
        if (content < 0 || work.at - packet.network() + content > LONGEST) {
            return XfrmDrop.COMPRESSION;
        }
        return content(packet, work, content);
    }

    /// What is inside may be longer than the memory of the packet that it came in: nothing was changed by then.
    private static Verdict content(Packet packet, Work work, int content) {
        long before = packet.start();
        int more = (int) (work.at + content - packet.end());
        if (more > 0 && !packet.makeRoom(0, more)) {
            return Verdict.Go.LARGER;
        }
        work.at += packet.start() - before;
        work.announces += packet.start() - before;
        var memory = packet.memory();
        MemorySegment.copy(work.out, 0, memory, ValueLayout.JAVA_BYTE, work.at, content);
        packet.end(work.at + content);
        Layouts.u8(memory, work.announces, work.nextHeader);
        Work.length(packet);
        return Verdict.Go.DELIVER;
    }

    /// @return the length of what was inside, or -1 when it is damaged or longer than a packet can be
    private int inflate(Work work, int length) {
        try {
            var inflater = inflaters.take();
            inflater.reset();
            inflater.setInput(work.in, 0, length);
            int content = inflater.inflate(work.out, 0, 0xffff);
            boolean whole = inflater.finished();
            inflaters.give(inflater);
            return whole ? content : -1;
        } catch (DataFormatException damaged) {
            return -1;
        }
    }
}

package inaba.xfrm.core;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.xfrm.XfrmDrop;

/// One link of the chain: protects the packet with an association, and passes it on. It is the `dst_entry` with an
/// `xfrm_state` of the stackable destinations of Linux 2.5.
final class XfrmDst implements Dst {
    private final Association association;
    private final Dst next;
    private final Lending<Work> works;

    XfrmDst(Association association, Dst next, Lending<Work> works) {
        this.association = association;
        this.next = next;
        this.works = works;
    }

    Dst next() {
        return next;
    }

    @Override
    public int innerMtu() {
        return association.largest(next.innerMtu());
    }

    @Override
    public Verdict output(Packet packet, Egress egress) {
        var work = works.take();
        var verdict = association.protect(packet, work);
        works.give(work);
        return verdict == Verdict.Go.DELIVER ? onward(next.output(packet.guarded(true), egress)) : verdict;
    }

    /// Nobody is told of what became of a packet that is no longer what its source has sent.
    private static Verdict onward(Verdict verdict) {
        return verdict instanceof DropReason reason && reason.icmpType() != 0 ? XfrmDrop.OUT_UNSENT : verdict;
    }

    /// `esp tunnel 2001:db8::1 → 2001:db8::2 spi 0x100`
    @Override
    public String toString() {
        var row = association.row();
        var key = row.key();
        return IpProtocol.name(key.protocol())
                + ' '
                + row.mode()
                + ' '
                + IpFamily.text(row.source())
                + " → "
                + IpFamily.text(key.destination())
                + " spi 0x"
                + Integer.toHexString(key.spi())
                + (next instanceof XfrmDst more ? ", " + more : "");
    }
}

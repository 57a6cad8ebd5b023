package inaba.xfrm.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.wire.Ipv6Address;
import inaba.xfrm.netlink.wire.CurrentInfo;
import inaba.xfrm.netlink.wire.Message;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import inaba.xfrm.netlink.wire.PolicyInfo;
import inaba.xfrm.netlink.wire.SaId;
import inaba.xfrm.netlink.wire.SaInfo;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The messages that requests are answered with.
final class Answers {
    /// `struct xfrm_aevent_id`: an ID, the source, flags, the request ID.
    static final int EVENT_BYTES = SaId.BYTES + Ipv6Address.BYTES + 2 * Integer.BYTES;

    private static final int EVENT_SOURCE = SaId.BYTES;
    private static final int EVENT_FLAGS = SaId.BYTES + Ipv6Address.BYTES;
    private static final int COUNT = 1;
    private static final int HINTS = 2;
    private static final int SPD_INFO_BYTES = 24;

    private final Associations associations;
    private final Policies policies;

    Answers(Associations associations, Policies policies) {
        this.associations = associations;
        this.policies = policies;
    }

    byte[] association(int type, NetlinkHeader to, int flags, SaRow row) {
        var message = new Message(type, flags, to.sequence(), to.port(), SaInfo.BYTES);
        associations.write(row, new SaInfo(message.fixed()));
        associations.attributes(row, message);
        return message.bytes();
    }

    byte[] policy(int type, NetlinkHeader to, int flags, PolicyRow row) {
        var message = new Message(type, flags, to.sequence(), to.port(), PolicyInfo.BYTES);
        policies.write(row, new PolicyInfo(message.fixed()));
        policies.attributes(row, message);
        return message.bytes();
    }

    /// Where an association stands.
    byte[] event(NetlinkHeader to, SaRow row, int what) {
        var message = new Message(Xfrm.NEWAE, 0, to.sequence(), to.port(), EVENT_BYTES);
        var fixed = message.fixed();
        new SaId(fixed).of(row);
        var source = new SaInfo(MemorySegment.ofArray(new byte[SaInfo.BYTES])).key(row);
        MemorySegment.copy(source.bytes(), SaInfo.SOURCE, fixed, EVENT_SOURCE, Ipv6Address.BYTES);
        fixed.set(JAVA_INT_UNALIGNED, EVENT_FLAGS, what);
        fixed.set(JAVA_INT_UNALIGNED, EVENT_FLAGS + Integer.BYTES, row.requestId());
        ReplayInfo.append(row, message);
        associations.current(row, new CurrentInfo(message.attribute(Xfrm.A_LTIME_VAL, CurrentInfo.BYTES)));
        return message.bytes();
    }

    byte[] associationCount(NetlinkHeader to, int count) {
        var message = new Message(Xfrm.NEWSADINFO, 0, to.sequence(), to.port(), Integer.BYTES);
        message.u32(COUNT, count);
        message.attribute(HINTS, 2 * Integer.BYTES);
        return message.bytes();
    }

    /// @param counts of policies in, out and fwd
    byte[] policyCount(NetlinkHeader to, int[] counts) {
        var message = new Message(Xfrm.NEWSPDINFO, 0, to.sequence(), to.port(), Integer.BYTES);
        var info = message.attribute(COUNT, SPD_INFO_BYTES);
        for (int i = 0; i < counts.length; i++) {
            info.set(JAVA_INT_UNALIGNED, (long) i * Integer.BYTES, counts[i]);
        }
        message.attribute(HINTS, 2 * Integer.BYTES);
        return message.bytes();
    }

    /// `struct nlmsgerr`.
    ///
    /// @param errno 0 for an acknowledgement, which does not quote the request
    static byte[] error(MemorySegment request, int errno) {
        var header = new NetlinkHeader(request);
        int quoted = errno == 0 ? NetlinkHeader.BYTES : (int) request.byteSize();
        var message = new Message(NetlinkHeader.ERROR, 0, header.sequence(), header.port(), Integer.BYTES + quoted);
        message.fixed().set(JAVA_INT_UNALIGNED, 0, -errno);
        MemorySegment.copy(request, 0, message.fixed(), Integer.BYTES, quoted);
        byte[] bytes = message.bytes();
        if (errno != 0) { // keys are not said again
            Arrays.fill(bytes, Math.min(bytes.length, 2 * NetlinkHeader.BYTES + Integer.BYTES), bytes.length, (byte) 0);
        }
        return bytes;
    }
}

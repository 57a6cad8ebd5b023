package inaba.xfrm.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.keys.serve.Dialect;
import inaba.keys.serve.Framing;
import inaba.keys.serve.KeyClient;
import inaba.keys.serve.Session;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// A key manager and the groups it is in.
final class Client extends KeyClient {
    static final Framing FRAMING = new Framing(NetlinkHeader.BYTES, Client::padded);

    /// Between the preload library and us, a type that netlink leaves free: which groups a socket is in, as a set of
    /// bits.
    private static final int GROUPS = 0xf;

    private volatile int groups;

    Client(Session session, Dialect netlink) {
        super(session, netlink);
    }

    /// Messages begin at multiples of four; the padding belongs to the one before.
    private static int padded(ByteBuffer header) {
        int length = header.getInt(0);
        return length < 0 || length > Framing.LONGEST ? length : length + 3 & ~3;
    }

    @Override
    protected boolean hears(int group) {
        return (groups >>> group - 1 & 1) != 0;
    }

    @Override
    protected List<byte[]> answers(byte[] message) {
        var bytes = MemorySegment.ofArray(message);
        if (new NetlinkHeader(bytes).type() != GROUPS) {
            return super.answers(message);
        }
        boolean fits = message.length >= NetlinkHeader.BYTES + Integer.BYTES;
        groups = fits ? bytes.get(JAVA_INT_UNALIGNED, NetlinkHeader.BYTES) : 0;
        return List.of();
    }
}

package inaba.xfrm.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.keys.serve.Framing;
import inaba.keys.serve.Session;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key manager and the groups it is in.
final class Client implements Session.Handler {
    static final Framing FRAMING = new Framing() {
        @Override
        public int headerBytes() {
            return NetlinkHeader.BYTES;
        }

        /// Messages begin at multiples of four; the padding belongs to the one before.
        @Override
        public int length(ByteBuffer header) {
            int length = header.getInt(0);
            return length < 0 || length > LONGEST ? length : length + 3 & ~3;
        }

        @Override
        public int longest() {
            return LONGEST;
        }
    };

    /// Between the preload library and us, a type that netlink leaves free: which groups a socket is in, as a set of
    /// bits.
    private static final int GROUPS = 0xf;

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final int LONGEST = 1 << 16;

    private final Session session;
    private final Netlink netlink;
    private final Consumer<Client> gone;
    private volatile int groups;

    Client(Session session, Netlink netlink, Consumer<Client> gone) {
        this.session = session;
        this.netlink = netlink;
        this.gone = gone;
    }

    boolean listens() {
        return groups != 0;
    }

    /// Never waits.
    void tell(Events.ForGroup told) {
        if ((groups >>> told.group() - 1 & 1) != 0) {
            session.tell(told.message());
        }
    }

    @Override
    public void receive(byte[] message) throws IOException {
        var bytes = MemorySegment.ofArray(message);
        if (new NetlinkHeader(bytes).type() == GROUPS) {
            boolean fits = message.length >= NetlinkHeader.BYTES + Integer.BYTES;
            groups = fits ? bytes.get(JAVA_INT_UNALIGNED, NetlinkHeader.BYTES) : 0;
            return;
        }
        for (var answer : answers(message)) {
            session.send(answer);
        }
    }

    private List<byte[]> answers(byte[] message) {
        try {
            return netlink.answers(message);
        } catch (RuntimeException failed) {
            LOG.error("a message of netlink", failed);
            return netlink.failed(message);
        }
    }

    @Override
    public void over() {
        gone.accept(this);
    }
}

package inaba.xfrm.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.api.time.Loop;
import inaba.keys.Refused;
import inaba.keys.serve.Framing;
import inaba.keys.serve.Session;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key manager. Its thread reads requests, the control loop answers them.
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
            return LONGEST + 3;
        }
    };

    /// Between the preload library and us, a type that netlink leaves free: which groups a socket is in, as a set of
    /// bits.
    static final int GROUPS = 0xf;

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final int LONGEST = 1 << 16;

    private final Session session;
    private final Loop loop;
    private final Requests requests;
    private final Consumer<Client> gone;
    private volatile int groups;

    Client(Session session, Loop loop, Requests requests, Consumer<Client> gone) {
        this.session = session;
        this.loop = loop;
        this.requests = requests;
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
    public void receive(byte[] bytes) throws IOException {
        var padded = MemorySegment.ofArray(bytes);
        var header = new NetlinkHeader(padded);
        var message = padded.asSlice(0, header.length());
        if (header.type() == GROUPS) {
            groups = message.byteSize() >= NetlinkHeader.BYTES + Integer.BYTES
                    ? message.get(JAVA_INT_UNALIGNED, NetlinkHeader.BYTES)
                    : 0;
            return;
        }
        if (header.type() < Xfrm.NEWSA || !header.has(NetlinkHeader.REQUEST)) {
            return; // as Linux: not meant for us
        }
        for (var answer : answers(message, header)) {
            session.send(answer);
        }
    }

    private List<byte[]> answers(MemorySegment message, NetlinkHeader header) {
        try {
            boolean dump = header.has(NetlinkHeader.DUMP); // of a snapshot, which may take its time
            var answers = dump ? requests.answer(message) : loop.call(() -> requests.answer(message));
            return header.has(NetlinkHeader.ACK) && !dump ? with(answers, Answers.error(message, 0)) : answers;
        } catch (RuntimeException failed) {
            LOG.error("request {}", header.type(), failed);
            return List.of(Answers.error(message, Refused.EINVAL));
        } catch (Exception refused) {
            return List.of(Answers.error(message, errno(refused)));
        }
    }

    private static int errno(Exception refused) {
        LOG.debug("refused: {}", refused.getMessage());
        return refused instanceof Refused said ? said.errno() : Refused.EINVAL;
    }

    private static List<byte[]> with(List<byte[]> answers, byte[] last) {
        var all = new ArrayList<>(answers);
        all.add(last);
        return all;
    }

    @Override
    public void over() {
        gone.accept(this);
    }
}

package inaba.xfrm.pfkey;

import inaba.keys.serve.Framing;
import inaba.keys.serve.Session;
import inaba.xfrm.pfkey.wire.KeyHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key manager.
final class Client implements Session.Handler {
    static final Framing FRAMING = new Framing() {
        @Override
        public int headerBytes() {
            return KeyHeader.BYTES;
        }

        @Override
        public int length(ByteBuffer header) {
            return new KeyHeader(MemorySegment.ofBuffer(header)).length();
        }

        @Override
        public int longest() {
            return LONGEST;
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final int LONGEST = 1 << 16;

    private final Session session;
    private final KeyManagement keys;
    private final Consumer<Client> gone;
    private volatile boolean registered;
    private volatile boolean asking;

    Client(Session session, KeyManagement keys, Consumer<Client> gone) {
        this.session = session;
        this.keys = keys;
        this.gone = gone;
    }

    /// Never waits. Who asked for a change hears of it in the answer.
    void tell(byte[] message, boolean registeredOnly) {
        if (registeredOnly ? registered : !asking) {
            session.tell(message);
        }
    }

    @Override
    public void receive(byte[] message) throws IOException {
        registered |= new KeyHeader(MemorySegment.ofArray(message)).type() == KeyHeader.REGISTER;
        asking = true;
        var answers = answers(message);
        asking = false;
        for (var answer : answers) {
            session.send(answer);
        }
    }

    private List<byte[]> answers(byte[] message) {
        try {
            return keys.answers(message);
        } catch (RuntimeException failed) {
            LOG.error("a message of PF_KEY", failed);
            return keys.failed(message);
        }
    }

    @Override
    public void over() {
        gone.accept(this);
    }
}

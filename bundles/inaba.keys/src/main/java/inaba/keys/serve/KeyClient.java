package inaba.keys.serve;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key manager that has connected.
public abstract class KeyClient implements Session.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(KeyClient.class);

    private final Session session;
    private final Dialect dialect;

    protected KeyClient(Session session, Dialect dialect) {
        this.session = session;
        this.dialect = dialect;
    }

    /// @param audience of [Dialect#audience], but not [Dialect#NOBODY]
    protected abstract boolean hears(int audience);

    /// Never waits.
    final void tell(byte[] message) {
        session.tell(message);
    }

    @Override
    public final void receive(byte[] message) throws IOException {
        for (var answer : answers(message)) {
            session.send(answer);
        }
    }

    protected List<byte[]> answers(byte[] message) {
        try {
            return dialect.answers(message);
        } catch (RuntimeException failed) {
            LOG.error("a message of a key manager", failed);
            return dialect.failed(message);
        }
    }
}

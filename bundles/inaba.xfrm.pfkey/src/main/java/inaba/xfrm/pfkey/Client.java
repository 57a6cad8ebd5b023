package inaba.xfrm.pfkey;

import inaba.keys.serve.Dialect;
import inaba.keys.serve.Framing;
import inaba.keys.serve.KeyClient;
import inaba.keys.serve.Session;
import inaba.xfrm.pfkey.wire.KeyHeader;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A key manager.
final class Client extends KeyClient {
    static final Framing FRAMING =
            new Framing(KeyHeader.BYTES, header -> new KeyHeader(MemorySegment.ofBuffer(header)).length());

    private volatile boolean registered;
    private volatile boolean asking;

    Client(Session session, Dialect keys) {
        super(session, keys);
    }

    /// Who asked for a change hears of it in the answer.
    @Override
    protected boolean hears(int audience) {
        return audience == KeyManagement.REGISTERED ? registered : !asking;
    }

    @Override
    protected List<byte[]> answers(byte[] message) {
        registered |= new KeyHeader(MemorySegment.ofArray(message)).type() == KeyHeader.REGISTER;
        asking = true;
        var answers = super.answers(message);
        asking = false;
        return answers;
    }
}

package inaba.xfrm.pfkey;

import inaba.api.protocol.Node;
import inaba.api.time.Loop;
import inaba.api.xfrm.Algorithm;
import inaba.keys.Instants;
import inaba.keys.KeyEvent;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.keys.serve.Dialect;
import inaba.xfrm.pfkey.wire.Extensions;
import inaba.xfrm.pfkey.wire.KeyHeader;
import inaba.xfrm.pfkey.wire.KeyMessage;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a kernel is to a key manager that speaks PF_KEY, without the socket.
public final class KeyManagement implements Dialect {
    static final int EVERYBODY = 1;
    static final int REGISTERED = 2;

    private static final Logger LOG = LoggerFactory.getLogger(KeyManagement.class);
    private static final KeyHeader UNASKED = new KeyHeader(MemorySegment.ofArray(new byte[KeyHeader.BYTES]));

    private final Loop loop;
    private final Requests requests;
    private final Associations associations;
    private final Policies policies;
    private int sequence;

    /// @param algorithms by Linux's name, null where there is none
    /// @param clock for what is told in seconds since 1970
    public KeyManagement(
            Node node, Function<String, @Nullable Algorithm> algorithms, InstantSource clock, String owner) {
        loop = node.loop();
        var store = new KeyStore(node, algorithms);
        var instants = new Instants(node.time(), clock);
        associations = new Associations(instants, owner);
        policies = new Policies(store, instants, owner);
        requests = new Requests(store, associations, policies, algorithms);
    }

    /// @param bytes a header and what it says there is
    @Override
    public List<byte[]> answers(byte[] bytes) {
        if (bytes.length < KeyHeader.BYTES) {
            return List.of();
        }
        var message = MemorySegment.ofArray(bytes);
        var header = new KeyHeader(message);
        try {
            if (header.length() != bytes.length) {
                throw new Refused(Refused.EINVAL, "the message is not as long as it says");
            }
            return loop.call(() -> requests.answer(message));
        } catch (Refused refused) {
            LOG.debug("message {} is refused: {}", header.type(), refused.getMessage());
            return List.of(error(header, refused.errno()));
        }
    }

    @Override
    public List<byte[]> failed(byte[] bytes) {
        return List.of(error(new KeyHeader(MemorySegment.ofArray(bytes)), Refused.EINVAL));
    }

    /// RFC 2367 §2.4: the header of what is refused, with the error.
    private static byte[] error(KeyHeader header, int errno) {
        var message = new KeyMessage(header.type(), header.saType(), header.sequence(), header.pid());
        byte[] bytes = message.bytes();
        new KeyHeader(MemorySegment.ofArray(bytes)).errno(errno);
        return bytes;
    }

    @Override
    public byte[] told(KeyEvent event) {
        return switch (event) {
            case KeyEvent.Added(var row) -> associations.message(KeyHeader.ADD, UNASKED, row, false);
            case KeyEvent.Updated(var row) -> associations.message(KeyHeader.UPDATE, UNASKED, row, false);
            case KeyEvent.Deleted(var row) -> associations.message(KeyHeader.DELETE, UNASKED, row, false);
            case KeyEvent.Expired(var row, var hard) -> associations.expired(row, hard);
            case KeyEvent.Acquire acquire -> acquire(acquire);
            case KeyEvent.Mapped(var row, var to) -> associations.mapped(++sequence, row, to);
            case KeyEvent.PolicyAdded(var row) -> policies.message(KeyHeader.SPD_ADD, UNASKED, 0, row);
            case KeyEvent.PolicyUpdated(var row) -> policies.message(KeyHeader.SPD_UPDATE, UNASKED, 0, row);
            case KeyEvent.PolicyDeleted(var row) -> policies.message(KeyHeader.SPD_DELETE, UNASKED, 0, row);
            case KeyEvent.PolicyExpired(var row, var hard) -> policies.expired(row, hard);
        };
    }

    /// Only those who registered hear what needs an answer (RFC 2367 §3.1.6, §3.1.8).
    @Override
    public int audience(KeyEvent event) {
        return switch (event) {
            case KeyEvent.Acquire _, KeyEvent.Expired _, KeyEvent.Mapped _, KeyEvent.PolicyExpired _ -> REGISTERED;
            default -> EVERYBODY;
        };
    }

    /// RFC 2367 §3.1.6, with KAME's policy: the ends of the association, and an empty proposal, that is any algorithm.
    private byte[] acquire(KeyEvent.Acquire acquire) {
        var wanted = acquire.wanted();
        var message =
                new KeyMessage(KeyHeader.ACQUIRE, Numbers.saType(wanted.key().protocol()), ++sequence, 0);
        Associations.host(message, Extensions.ADDRESS_SOURCE, wanted.source(), wanted.family());
        Associations.host(message, Extensions.ADDRESS_DESTINATION, wanted.key().destination(), wanted.family());
        Policies.policy(acquire.policy(), message);
        message.extension(Extensions.PROPOSAL, KeyHeader.UNIT);
        return message.bytes();
    }
}

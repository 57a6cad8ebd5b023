package inaba.xfrm.netlink;

import inaba.api.protocol.Node;
import inaba.api.time.Loop;
import inaba.api.xfrm.Algorithm;
import inaba.keys.Instants;
import inaba.keys.KeyEvent;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.keys.serve.Dialect;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Linux's kernel is to a key manager, without the socket: requests and what they are answered with.
public final class Netlink implements Dialect {
    private static final Logger LOG = LoggerFactory.getLogger(Netlink.class);

    private final Loop loop;
    private final Requests requests;
    private final Events events;

    /// @param algorithms by Linux's name, null where there is none
    /// @param clock for what is told in seconds since 1970
    public Netlink(Node node, Function<String, @Nullable Algorithm> algorithms, InstantSource clock, String owner) {
        loop = node.loop();
        var store = new KeyStore(node, algorithms);
        var instants = new Instants(node.time(), clock);
        var associations = new Associations(instants, owner);
        var policies = new Policies(store, instants, owner);
        requests = new Requests(store, associations, policies);
        events = new Events(associations, policies);
    }

    /// @param bytes of a header, what it says there is, and perhaps padding
    @Override
    public List<byte[]> answers(byte[] bytes) {
        var padded = MemorySegment.ofArray(bytes);
        if (padded.byteSize() < NetlinkHeader.BYTES) {
            return List.of();
        }
        var header = new NetlinkHeader(padded);
        if (header.length() < NetlinkHeader.BYTES || header.length() > padded.byteSize()) {
            return List.of();
        }
        boolean request = header.type() >= Xfrm.NEWSA && header.has(NetlinkHeader.REQUEST);
        return request ? answers(padded.asSlice(0, header.length()), header) : List.of();
    }

    private List<byte[]> answers(MemorySegment message, NetlinkHeader header) {
        try {
            boolean dump = header.has(NetlinkHeader.DUMP); // of a snapshot, which may take its time
            var answers = dump ? requests.answer(message) : loop.call(() -> requests.answer(message));
            return header.has(NetlinkHeader.ACK) && !dump ? with(answers, Answers.error(message, 0)) : answers;
        } catch (Refused refused) {
            LOG.debug("message {} is refused: {}", header.type(), refused.getMessage());
            return List.of(Answers.error(message, refused.errno()));
        }
    }

    @Override
    public List<byte[]> failed(byte[] bytes) {
        var message = MemorySegment.ofArray(bytes);
        return List.of(Answers.error(message.asSlice(0, new NetlinkHeader(message).length()), Refused.EINVAL));
    }

    /// A multicast group.
    @Override
    public int audience(KeyEvent event) {
        return Events.group(event);
    }

    @Override
    public byte[] told(KeyEvent event) {
        return events.message(event);
    }

    private static List<byte[]> with(List<byte[]> answers, byte[] last) {
        var all = new ArrayList<>(answers);
        all.add(last);
        return all;
    }
}

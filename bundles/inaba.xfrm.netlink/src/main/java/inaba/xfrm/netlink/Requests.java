package inaba.xfrm.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.api.xfrm.Direction;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.wire.IpFamily;
import inaba.wire.Layouts;
import inaba.xfrm.netlink.wire.Attributes;
import inaba.xfrm.netlink.wire.Message;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import inaba.xfrm.netlink.wire.PolicyId;
import inaba.xfrm.netlink.wire.PolicyInfo;
import inaba.xfrm.netlink.wire.SaId;
import inaba.xfrm.netlink.wire.SaInfo;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/// Answers requests. On the control loop; nothing here waits.
final class Requests {
    private static final int ALL_PROTOCOLS = 255;
    private static final int SPI_RANGE = SaInfo.BYTES;
    private static final int SPI_REQUEST = SaInfo.BYTES + 2 * Integer.BYTES;
    private static final int AE_REPLAY = 2;
    private static final int AE_LIFETIME = 4;

    private final KeyStore store;
    private final Associations associations;
    private final Policies policies;
    private final Answers answers;

    Requests(KeyStore store, Associations associations, Policies policies) {
        this.store = store;
        this.associations = associations;
        this.policies = policies;
        this.answers = new Answers(associations, policies);
    }

    /// What a request is answered with, acknowledgement and error apart.
    ///
    /// @param message as long as its header says
    List<byte[]> answer(MemorySegment message) throws Refused {
        var header = new NetlinkHeader(message);
        int fixed = fixedBytes(header.type());
        var body = message.asSlice(NetlinkHeader.BYTES);
        boolean dump = header.has(NetlinkHeader.DUMP);
        if (dump && (header.type() == Xfrm.GETSA || header.type() == Xfrm.GETPOLICY)) {
            return dump(header);
        }
        if (body.byteSize() < fixed) {
            throw new Refused(Refused.EINVAL, "the message is too short");
        }
        var with = Attributes.read(body.asSlice(Math.min(Attributes.aligned(fixed), body.byteSize())));
        if (with == null) {
            throw new Refused(Refused.EINVAL, "an attribute does not fit");
        }
        try {
            return answer(header, body, with);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(Refused.EINVAL, String.valueOf(wrong.getMessage()));
        }
    }

    private static int fixedBytes(int type) throws Refused {
        return switch (type) {
            case Xfrm.NEWSA, Xfrm.UPDSA -> SaInfo.BYTES;
            case Xfrm.DELSA, Xfrm.GETSA -> SaId.BYTES;
            case Xfrm.NEWPOLICY, Xfrm.UPDPOLICY -> PolicyInfo.BYTES;
            case Xfrm.DELPOLICY, Xfrm.GETPOLICY -> PolicyId.BYTES;
            case Xfrm.ALLOCSPI -> SPI_REQUEST;
            case Xfrm.FLUSHSA -> 1;
            case Xfrm.FLUSHPOLICY -> 0;
            case Xfrm.NEWAE, Xfrm.GETAE -> Answers.EVENT_BYTES;
            case Xfrm.GETSADINFO, Xfrm.GETSPDINFO, Xfrm.NEWSPDINFO -> Integer.BYTES;
            case Xfrm.EXPIRE -> SaInfo.BYTES + 1;
            case Xfrm.MIGRATE, Xfrm.ACQUIRE, Xfrm.POLEXPIRE, Xfrm.SETDEFAULT, Xfrm.GETDEFAULT ->
                throw new Refused(Refused.ENOPROTOOPT, "not here");
            default -> throw new Refused(Refused.EINVAL, "no such message");
        };
    }

    private List<byte[]> answer(NetlinkHeader header, MemorySegment body, Attributes with) throws Refused {
        switch (header.type()) {
            case Xfrm.NEWSA -> store.add(associations.row(new SaInfo(body), with));
            case Xfrm.UPDSA -> store.update(associations.row(new SaInfo(body), with));
            case Xfrm.DELSA -> store.delete(new SaId(body).key());
            case Xfrm.FLUSHSA -> flush(Layouts.u8(body, 0));
            case Xfrm.NEWPOLICY -> store.addPolicy(policies.row(new PolicyInfo(body), with));
            case Xfrm.UPDPOLICY -> store.replacePolicy(policies.row(new PolicyInfo(body), with));
            case Xfrm.DELPOLICY -> store.deletePolicy(named(new PolicyId(body), with));
            case Xfrm.FLUSHPOLICY -> flushPolicies(with);
            case Xfrm.NEWAE ->
                ReplayInfo.apply(with, store.get(new SaId(body).key()).state());
            case Xfrm.EXPIRE -> expire(body);
            case Xfrm.NEWSPDINFO -> {} // hints for hash tables that are not ours
            default -> {
                return List.of(reply(header, body, with));
            }
        }
        return List.of();
    }

    private byte[] reply(NetlinkHeader header, MemorySegment body, Attributes with) throws Refused {
        return switch (header.type()) {
            case Xfrm.GETSA -> answers.association(Xfrm.NEWSA, header, 0, store.get(new SaId(body).key()));
            case Xfrm.ALLOCSPI -> answers.association(Xfrm.NEWSA, header, 0, allocate(body));
            case Xfrm.GETPOLICY ->
                answers.policy(Xfrm.NEWPOLICY, header, 0, store.policy(named(new PolicyId(body), with)));
            case Xfrm.GETAE -> answers.event(header, store.get(new SaId(body).key()), AE_REPLAY | AE_LIFETIME);
            case Xfrm.GETSADINFO ->
                answers.associationCount(header, store.associations().size());
            default -> answers.policyCount(header, counts());
        };
    }

    private int[] counts() {
        var rows = store.policies();
        return Stream.of(Direction.IN, Direction.OUT, Direction.FWD)
                .mapToInt(direction -> (int) rows.stream()
                        .filter(row -> row.key().direction() == direction)
                        .count())
                .toArray();
    }

    private SaRow allocate(MemorySegment body) throws Refused {
        var wanted = associations.row(new SaInfo(body), noAttributes());
        long min = Integer.toUnsignedLong(body.get(JAVA_INT_UNALIGNED, SPI_RANGE));
        long max = Integer.toUnsignedLong(body.get(JAVA_INT_UNALIGNED, SPI_RANGE + Integer.BYTES));
        return store.allocate(wanted, min, max);
    }

    private static Attributes noAttributes() throws Refused {
        var none = Attributes.read(MemorySegment.ofArray(new byte[0]));
        if (none == null) {
            throw new Refused(Refused.EINVAL, "an attribute does not fit");
        }
        return none;
    }

    private void flush(int protocol) {
        boolean all = protocol == 0 || protocol == ALL_PROTOCOLS;
        store.flush(row -> all || row.key().protocol() == protocol);
    }

    private void flushPolicies(Attributes with) throws Refused {
        Policies.refuseSub(with);
        store.flushPolicies();
    }

    private PolicyRow.Key named(PolicyId id, Attributes with) throws Refused {
        Policies.refuseSub(with);
        var direction = KeyStore.direction(id.direction());
        if (id.index() == 0) {
            return new PolicyRow.Key(direction, id.selector().selector(IpFamily.IPV6));
        }
        var found = store.policy(id.index());
        if (found.key().direction() != direction) {
            throw new Refused(Refused.ENOENT, "no such policy");
        }
        return found.key();
    }

    /// A key manager says itself that an association is over.
    private void expire(MemorySegment body) throws Refused {
        var key = new SaInfo(body).key();
        if (Layouts.u8(body, SaInfo.BYTES) != 0) {
            store.delete(key);
        } else {
            store.get(key);
        }
    }

    private List<byte[]> dump(NetlinkHeader header) {
        var rows = header.type() == Xfrm.GETSA
                ? store.associations().stream()
                        .map(row -> answers.association(Xfrm.NEWSA, header, NetlinkHeader.MULTI, row))
                : store.policies().stream()
                        .map(row -> answers.policy(Xfrm.NEWPOLICY, header, NetlinkHeader.MULTI, row));
        var done =
                new Message(NetlinkHeader.DONE, NetlinkHeader.MULTI, header.sequence(), header.port(), Integer.BYTES);
        return Stream.concat(rows, Stream.of(done.bytes())).toList();
    }
}

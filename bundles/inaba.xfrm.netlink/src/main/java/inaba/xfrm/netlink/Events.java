package inaba.xfrm.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.keys.KeyEvent;
import inaba.xfrm.netlink.wire.MappingInfo;
import inaba.xfrm.netlink.wire.Message;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import inaba.xfrm.netlink.wire.PolicyId;
import inaba.xfrm.netlink.wire.PolicyInfo;
import inaba.xfrm.netlink.wire.SaId;
import inaba.xfrm.netlink.wire.SaInfo;
import inaba.xfrm.netlink.wire.SelectorInfo;
import java.lang.foreign.MemorySegment;

/// What multicast groups are told.
final class Events {
    /// `struct xfrm_user_expire`: the association, and whether it is over.
    private static final int EXPIRE_BYTES = SaInfo.BYTES + 8;
    /// `struct xfrm_user_polexpire`: likewise.
    private static final int POLICY_EXPIRE_BYTES = PolicyInfo.BYTES + 8;
    /// `struct xfrm_user_acquire`: ID, source, selector, policy, algorithms, sequence number.
    private static final int ACQUIRE_SELECTOR = SaId.BYTES + 16;

    private static final int ACQUIRE_POLICY = ACQUIRE_SELECTOR + SelectorInfo.BYTES;
    private static final int ACQUIRE_ALGORITHMS = ACQUIRE_POLICY + PolicyInfo.BYTES;
    private static final int ACQUIRE_BYTES = ACQUIRE_ALGORITHMS + 4 * Integer.BYTES;

    private static final NetlinkHeader UNASKED =
            new NetlinkHeader(MemorySegment.ofArray(new byte[NetlinkHeader.BYTES]));

    private final Associations associations;
    private final Policies policies;
    private final Answers answers;
    private int sequence;

    Events(Associations associations, Policies policies) {
        this.associations = associations;
        this.policies = policies;
        this.answers = new Answers(associations, policies);
    }

    /// The group that hears of it.
    static int group(KeyEvent event) {
        return switch (event) {
            case KeyEvent.Added _, KeyEvent.Updated _, KeyEvent.Deleted _ -> Xfrm.GROUP_SA;
            case KeyEvent.Expired _, KeyEvent.PolicyExpired _ -> Xfrm.GROUP_EXPIRE;
            case KeyEvent.Acquire _ -> Xfrm.GROUP_ACQUIRE;
            case KeyEvent.Mapped _ -> Xfrm.GROUP_MAPPING;
            case KeyEvent.PolicyAdded _, KeyEvent.PolicyUpdated _, KeyEvent.PolicyDeleted _ -> Xfrm.GROUP_POLICY;
        };
    }

    byte[] message(KeyEvent event) {
        return switch (event) {
            case KeyEvent.Added(var row) -> answers.association(Xfrm.NEWSA, UNASKED, 0, row);
            case KeyEvent.Updated(var row) -> answers.association(Xfrm.UPDSA, UNASKED, 0, row);
            case KeyEvent.Deleted(var row) -> deleted(row);
            case KeyEvent.Expired(var row, var hard) -> expired(row, hard);
            case KeyEvent.Acquire(var wanted, var policy) -> acquire(wanted, policy);
            case KeyEvent.Mapped(var row, var to) -> mapped(row, to);
            case KeyEvent.PolicyAdded(var row) -> answers.policy(Xfrm.NEWPOLICY, UNASKED, 0, row);
            case KeyEvent.PolicyUpdated(var row) -> answers.policy(Xfrm.UPDPOLICY, UNASKED, 0, row);
            case KeyEvent.PolicyDeleted(var row) -> deleted(row);
            case KeyEvent.PolicyExpired(var row, var hard) -> expired(row, hard);
        };
    }

    private byte[] deleted(SaRow row) {
        var message = new Message(Xfrm.DELSA, 0, 0, 0, SaId.BYTES);
        new SaId(message.fixed()).of(row);
        associations.write(row, new SaInfo(message.attribute(Xfrm.A_SA, SaInfo.BYTES)));
        return message.bytes();
    }

    private byte[] deleted(PolicyRow row) {
        var message = new Message(Xfrm.DELPOLICY, 0, 0, 0, PolicyId.BYTES);
        policies.write(row, new PolicyId(message.fixed()));
        policies.write(row, new PolicyInfo(message.attribute(Xfrm.A_POLICY, PolicyInfo.BYTES)));
        policies.attributes(row, message);
        return message.bytes();
    }

    private byte[] expired(SaRow row, boolean hard) {
        var message = new Message(Xfrm.EXPIRE, 0, 0, 0, EXPIRE_BYTES);
        associations.write(row, new SaInfo(message.fixed()));
        message.fixed().set(JAVA_BYTE, SaInfo.BYTES, (byte) (hard ? 1 : 0));
        return message.bytes();
    }

    private byte[] expired(PolicyRow row, boolean hard) {
        var message = new Message(Xfrm.POLEXPIRE, 0, 0, 0, POLICY_EXPIRE_BYTES);
        policies.write(row, new PolicyInfo(message.fixed().asSlice(0, PolicyInfo.BYTES)));
        message.fixed().set(JAVA_BYTE, PolicyInfo.BYTES, (byte) (hard ? 1 : 0));
        policies.attributes(row, message);
        return message.bytes();
    }

    private static byte[] mapped(SaRow row, SaState.Mapping to) {
        var message = new Message(Xfrm.MAPPING, 0, 0, 0, MappingInfo.BYTES);
        var ports = row.encapsulation();
        new MappingInfo(message.fixed()).all(row, ports == null ? 0 : ports.source(), to);
        return message.bytes();
    }

    private byte[] acquire(SaRow wanted, PolicyRow policy) {
        var message = new Message(Xfrm.ACQUIRE, 0, 0, 0, ACQUIRE_BYTES);
        var fixed = message.fixed();
        var info = new SaInfo(MemorySegment.ofArray(new byte[SaInfo.BYTES])).key(wanted);
        MemorySegment.copy(info.bytes(), SelectorInfo.BYTES, fixed, 0, ACQUIRE_SELECTOR); // ID and source
        new SelectorInfo(fixed.asSlice(ACQUIRE_SELECTOR)).selector(wanted.selector());
        policies.write(policy, new PolicyInfo(fixed.asSlice(ACQUIRE_POLICY, PolicyInfo.BYTES)));
        for (int i = 0; i < 3; i++) { // any algorithm
            fixed.set(JAVA_INT_UNALIGNED, ACQUIRE_ALGORITHMS + (long) i * Integer.BYTES, -1);
        }
        fixed.set(JAVA_INT_UNALIGNED, ACQUIRE_BYTES - Integer.BYTES, ++sequence);
        policies.attributes(policy, message);
        return message.bytes();
    }
}

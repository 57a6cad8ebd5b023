package inaba.xfrm.netlink;

import inaba.api.xfrm.Mode;
import inaba.api.xfrm.ReplayWindow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.keys.Ciphers;
import inaba.keys.Flags;
import inaba.keys.Instants;
import inaba.keys.Refused;
import inaba.wire.Layouts;
import inaba.xfrm.netlink.wire.Attributes;
import inaba.xfrm.netlink.wire.CurrentInfo;
import inaba.xfrm.netlink.wire.KeyInfo;
import inaba.xfrm.netlink.wire.Message;
import inaba.xfrm.netlink.wire.SaInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Associations from messages and into them.
final class Associations {
    private static final int TRANSPORT = 0;
    private static final int TUNNEL = 1;
    private static final int NO_ECN = 1;
    private static final int DECAP_DSCP = 2;
    private static final int NO_PMTU_DISC = 4;
    private static final int ESN = 128;
    private static final int ESP_IN_UDP = 2;
    private static final int ENCAP_BYTES = 24;
    private static final int MOST_WINDOW_BYTE = 255;

    private final Instants instants;
    private final String owner;

    Associations(Instants instants, String owner) {
        this.instants = instants;
        this.owner = owner;
    }

    /// @throws IllegalArgumentException when something in it is malformed
    SaRow row(SaInfo info, Attributes with) throws Refused {
        refuseUnknown(with);
        var limits = info.limits().limits();
        var esn = with.get(Xfrm.A_REPLAY_ESN_VAL, ReplayInfo.ESN_BYTES);
        int window = esn == null ? info.replayWindow() : new ReplayInfo(esn, true).window();
        if (window < 0 || window > ReplayWindow.MOST) {
            throw new Refused(Refused.EINVAL, "such a replay window is too large");
        }
        var state = new SaState(window);
        ReplayInfo.apply(with, state);
        var pad = with.get(Xfrm.A_TFCPAD, Integer.BYTES);
        return new SaRow(
                info.key(),
                info.source(),
                mode(info.mode()),
                info.requestId(),
                aead(with),
                encryption(with),
                authentication(with),
                compression(with),
                encapsulation(with),
                info.selector().selector(info.family()),
                limits,
                Flags.of(info.flags(), Associations::bit),
                pad == null ? 0 : pad.get(ValueLayout.JAVA_INT_UNALIGNED, 0) & 0xffff,
                instants.now(),
                state,
                owner,
                instants.end(limits));
    }

    static Mode mode(int number) throws Refused {
        return switch (number) {
            case TRANSPORT -> Mode.TRANSPORT;
            case TUNNEL -> Mode.TUNNEL;
            default -> throw new Refused(Refused.EINVAL, "only transport and tunnel mode");
        };
    }

    static int number(Mode mode) {
        return mode == Mode.TUNNEL ? TUNNEL : TRANSPORT;
    }

    /// What would change which packets are meant, or what becomes of them, is not passed over.
    static void refuseUnknown(Attributes with) throws Refused {
        for (int kind : new int[] {Xfrm.A_MARK, Xfrm.A_SET_MARK, Xfrm.A_IF_ID}) {
            var value = with.get(kind, Integer.BYTES);
            if (value != null && value.get(ValueLayout.JAVA_INT_UNALIGNED, 0) != 0) {
                throw new Refused(Refused.EOPNOTSUPP, "no marks, no interface IDs");
            }
        }
        var extra = with.get(Xfrm.A_SA_EXTRA_FLAGS, Integer.BYTES);
        boolean odd = extra != null && (extra.get(ValueLayout.JAVA_INT_UNALIGNED, 0) & ~2) != 0;
        if (odd || with.has(Xfrm.A_SEC_CTX) || with.has(Xfrm.A_OFFLOAD_DEV)) {
            throw new Refused(Refused.EOPNOTSUPP, "no security contexts, offloads or extra flags");
        }
    }

    private static int bit(SaRow.Flag flag) {
        return switch (flag) {
            case ESN -> ESN;
            case NOECN -> NO_ECN;
            case DECAP_DSCP -> DECAP_DSCP;
            case NOPMTUDISC -> NO_PMTU_DISC;
        };
    }

    private static SaRow.@Nullable Keyed aead(Attributes with) {
        var value = with.get(Xfrm.A_ALG_AEAD, 0);
        if (value == null) {
            return null;
        }
        var said = new KeyInfo(value, true);
        return new SaRow.Keyed(said.name(), new Secret(said.key()), said.icvBits() / 8);
    }

    private static SaRow.@Nullable Keyed encryption(Attributes with) {
        var value = with.get(Xfrm.A_ALG_CRYPT, 0);
        if (value == null) {
            return null;
        }
        var said = new KeyInfo(value, false);
        return new SaRow.Keyed(Ciphers.name(said.name()), new Secret(said.key()), 0);
    }

    private static SaRow.@Nullable Keyed authentication(Attributes with) {
        var truncated = with.get(Xfrm.A_ALG_AUTH_TRUNC, 0);
        if (truncated != null) {
            var said = new KeyInfo(truncated, true);
            return authentication(said, said.icvBits() / 8);
        }
        var plain = with.get(Xfrm.A_ALG_AUTH, 0);
        return plain == null ? null : authentication(new KeyInfo(plain, false), 0);
    }

    /// @param icvBytes 0 for what Linux assumes
    private static SaRow.Keyed authentication(KeyInfo said, int icvBytes) {
        var name = Ciphers.name(said.name());
        return new SaRow.Keyed(name, new Secret(said.key()), icvBytes == 0 ? Ciphers.icvBytes(name) : icvBytes);
    }

    private static @Nullable String compression(Attributes with) {
        var value = with.get(Xfrm.A_ALG_COMP, 0);
        return value == null ? null : new KeyInfo(value, false).name();
    }

    private static SaRow.@Nullable UdpEncapsulation encapsulation(Attributes with) throws Refused {
        var value = with.get(Xfrm.A_ENCAP, ENCAP_BYTES);
        if (value == null) {
            return null;
        }
        if (value.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0) != ESP_IN_UDP) {
            throw new Refused(Refused.EINVAL, "only ESP in UDP (RFC 3948)");
        }
        return new SaRow.UdpEncapsulation(Layouts.u16(value, 2), Layouts.u16(value, 4));
    }

    /// Writes the structure.
    void write(SaRow row, SaInfo info) {
        var state = row.state();
        info.selector().selector(row.selector());
        info.limits().limits(row.limits());
        current(row, info.current());
        info.key(row)
                .statistics((int) state.replays(), (int) state.integrityFailures())
                .mode(number(row.mode()))
                .replayWindow(Math.min(MOST_WINDOW_BYTE, state.window().size()))
                .flags(Flags.bits(row.flags(), Associations::bit));
    }

    void current(SaRow row, CurrentInfo into) {
        var state = row.state();
        into.all(state.bytes(), state.packets(), instants.seconds(row.added()), instants.seconds(state.firstUse()));
    }

    /// Appends what the structure does not hold, keys too: who may open the socket may have them.
    void attributes(SaRow row, Message message) {
        keyed(message, Xfrm.A_ALG_AEAD, row.aead(), true);
        keyed(message, Xfrm.A_ALG_CRYPT, row.encryption(), false);
        keyed(message, Xfrm.A_ALG_AUTH_TRUNC, row.authentication(), true);
        if (row.compression() != null) {
            message.attribute(Xfrm.A_ALG_COMP, KeyInfo.write(row.compression(), new byte[0], -1));
        }
        var udp = row.encapsulation();
        if (udp != null) {
            MemorySegment encap = message.attribute(Xfrm.A_ENCAP, ENCAP_BYTES);
            encap.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) ESP_IN_UDP);
            Layouts.u16(encap, 2, udp.source());
            Layouts.u16(encap, 4, udp.destination());
        }
        if (row.tfcPad() != 0) {
            message.u32(Xfrm.A_TFCPAD, row.tfcPad());
        }
        ReplayInfo.append(row, message);
        if (row.state().lastUse() != SaState.UNUSED) {
            message.attribute(Xfrm.A_LASTUSED, Long.BYTES)
                    .set(
                            ValueLayout.JAVA_LONG_UNALIGNED,
                            0,
                            instants.seconds(row.state().lastUse()));
        }
    }

    private static void keyed(Message message, int kind, SaRow.@Nullable Keyed keyed, boolean withIcv) {
        if (keyed != null && !keyed.key().isWiped()) {
            message.attribute(
                    kind, KeyInfo.write(keyed.algorithm(), keyed.key().copy(), withIcv ? keyed.icvBytes() * 8 : -1));
        }
    }
}

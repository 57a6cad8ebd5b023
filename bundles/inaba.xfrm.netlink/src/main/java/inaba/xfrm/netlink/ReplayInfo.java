package inaba.xfrm.netlink;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import inaba.api.xfrm.ReplayWindow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.xfrm.netlink.wire.Attributes;
import inaba.xfrm.netlink.wire.Message;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_replay_state`, and `xfrm_replay_state_esn` for extended numbers and for windows beyond 32: the numbers
/// where an association stands.
record ReplayInfo(MemorySegment bytes, boolean esn) {
    private static final StructLayout PLAIN = MemoryLayout.structLayout(
            JAVA_INT_UNALIGNED.withName("sent"),
            JAVA_INT_UNALIGNED.withName("seen"),
            JAVA_INT_UNALIGNED.withName("bitmap"));
    private static final StructLayout EXTENDED = MemoryLayout.structLayout(
            JAVA_INT_UNALIGNED.withName("words"),
            JAVA_INT_UNALIGNED.withName("sent"),
            JAVA_INT_UNALIGNED.withName("seen"),
            JAVA_INT_UNALIGNED.withName("sentHigh"),
            JAVA_INT_UNALIGNED.withName("seenHigh"),
            JAVA_INT_UNALIGNED.withName("window"));

    static final int PLAIN_BYTES = (int) PLAIN.byteSize();
    static final int ESN_BYTES = (int) EXTENDED.byteSize();
    private static final int PLAIN_WINDOW = 32;

    private long number(String name) {
        return Integer.toUnsignedLong(bytes.get(JAVA_INT_UNALIGNED, offset(esn ? EXTENDED : PLAIN, name)));
    }

    private void number(String name, long value) {
        bytes.set(JAVA_INT_UNALIGNED, offset(esn ? EXTENDED : PLAIN, name), (int) value);
    }

    int window() {
        return (int) number("window");
    }

    private long sent() {
        return esn ? number("sentHigh") << 32 | number("sent") : number("sent");
    }

    private long seen() {
        return esn ? number("seenHigh") << 32 | number("seen") : number("seen");
    }

    /// Lets an association go on where a message says. It never goes back, and all up to the highest number that was
    /// seen counts as seen: better a late packet is lost than one comes in twice.
    static void apply(Attributes with, SaState state) {
        var extended = with.get(Xfrm.A_REPLAY_ESN_VAL, ESN_BYTES);
        var plain = with.get(Xfrm.A_REPLAY_VAL, PLAIN_BYTES);
        if (extended != null) {
            apply(new ReplayInfo(extended, true), state);
        } else if (plain != null) {
            apply(new ReplayInfo(plain, false), state);
        }
    }

    private static void apply(ReplayInfo said, SaState state) {
        state.advance(said.sent());
        close(state.window(), said.seen());
    }

    private static void close(ReplayWindow window, long seen) {
        long top = window.top();
        for (long number = Math.max(top + 1, seen - window.size() + 1); number <= seen; number++) {
            window.accept(Math.max(1, number));
        }
    }

    static void append(SaRow row, Message message) {
        var window = row.state().window();
        boolean extended = row.has(SaRow.Flag.ESN) || window.size() > PLAIN_WINDOW;
        if (!extended) {
            var plain = new ReplayInfo(message.attribute(Xfrm.A_REPLAY_VAL, PLAIN_BYTES), false);
            plain.number("sent", row.state().sent());
            plain.number("seen", window.top());
            return;
        }
        int words = (window.size() + 31) / 32;
        var esn = new ReplayInfo(message.attribute(Xfrm.A_REPLAY_ESN_VAL, ESN_BYTES + words * Integer.BYTES), true);
        esn.number("words", words);
        esn.number("sent", row.state().sent());
        esn.number("sentHigh", row.state().sent() >>> 32);
        esn.number("seen", window.top());
        esn.number("seenHigh", window.top() >>> 32);
        esn.number("window", window.size());
    }
}

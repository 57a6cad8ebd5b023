package inaba.xfrm.core;

import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;

/// The numbers of an association's packets, RFC 4303 §2.2, §3.3.3 and §3.4.3, RFC 4302 likewise. All state is in the
/// row's [SaState].
final class Sequence {
    private static final long LAST = 0xffff_ffffL;

    private final SaState state;
    private final boolean extended;

    Sequence(SaRow sa) {
        state = sa.state();
        extended = sa.has(SaRow.Flag.ESN);
    }

    /// @return the next number, or -1 when there is none left: it must not wrap
    long next() {
        long number = state.nextSequence();
        return number > 0 && (extended || number <= LAST) ? number : -1;
    }

    /// The whole number of a packet that came in.
    long of(int low) {
        return extended ? state.window().infer(low) : Integer.toUnsignedLong(low);
    }

    boolean check(long number) {
        boolean fresh = state.window().check(number);
        if (!fresh) {
            state.replayed();
        }
        return fresh;
    }

    /// Of an authentic packet.
    boolean accept(long number) {
        boolean fresh = state.window().accept(number);
        if (!fresh) {
            state.replayed();
        }
        return fresh;
    }
}

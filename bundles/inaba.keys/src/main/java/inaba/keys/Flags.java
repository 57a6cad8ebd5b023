package inaba.keys;

import inaba.api.xfrm.SaRow;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToIntFunction;

/// Flags of associations as bits.
public final class Flags {
    private Flags() {}

    /// @param bit of each flag, 0 where there is none for it
    public static Set<SaRow.Flag> of(int bits, ToIntFunction<SaRow.Flag> bit) {
        var flags = EnumSet.allOf(SaRow.Flag.class);
        flags.removeIf(flag -> (bits & bit.applyAsInt(flag)) == 0);
        return flags;
    }

    public static int bits(Set<SaRow.Flag> flags, ToIntFunction<SaRow.Flag> bit) {
        return flags.stream().mapToInt(bit).reduce(0, (a, b) -> a | b);
    }
}

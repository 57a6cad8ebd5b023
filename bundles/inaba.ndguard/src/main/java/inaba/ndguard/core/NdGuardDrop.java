package inaba.ndguard.core;

import inaba.api.packet.DropReason;
import java.util.Locale;

/// Why a claim is refused.
public enum NdGuardDrop implements DropReason {
    LLADDR("RFC 3756 §4.1.1: the option names another Ethernet address than the frame"),
    BOUND_TO_ANOTHER("RFC 6620 §3.2.3: the address is bound to another Ethernet address"),
    NOT_BOUND("RFC 7039 §3.2: no binding allows the address"),
    SOURCE_OF_ANOTHER("RFC 7039 §3.3: the source is bound to another Ethernet address"),
    MALFORMED("RFC 4861 §6.1, §7.1: its options cannot be read");

    private final String because;

    NdGuardDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }

    @Override
    public String counterName() {
        return "inaba.ndguard." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

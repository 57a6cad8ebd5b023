package inaba.raguard.core;

import inaba.api.packet.DropReason;
import java.util.Locale;

/// Why an advertisement is refused.
public enum RaGuardDrop implements DropReason {
    NO_ROUTERS_HERE("RFC 6105 §4: the link has hosts only"),
    CHAIN_INCOMPLETE("RFC 7113 §3: a first fragment must show what it carries"),
    SOURCE("RFC 6105 §3: no router of this address is allowed"),
    MAC("RFC 6105 §3: no router of this Ethernet address is allowed"),
    PREFIX("RFC 6105 §3: the prefix is not one of those allowed"),
    PREFERENCE("RFC 6105 §3: the router claims too high a preference"),
    MALFORMED("RFC 4861 §6.1.2: it cannot be read");

    private final String because;

    RaGuardDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }

    @Override
    public String counterName() {
        return "inaba.raguard." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

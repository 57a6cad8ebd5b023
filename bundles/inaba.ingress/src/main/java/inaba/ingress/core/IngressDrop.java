package inaba.ingress.core;

import inaba.api.packet.DropReason;
import inaba.wire.SpecialPurpose;
import java.util.Locale;

/// Why a packet does not come in.
public enum IngressDrop implements DropReason {
    NO_WAY_BACK("RFC 3704 §2.4: no route leads to the source"),
    ONLY_BY_DEFAULT("RFC 3704 §2.5: nothing but the default route leads to the source"),
    ANOTHER_WAY_BACK("RFC 3704 §2.2: the route to the source leads over another link"),
    PRIVATE(SpecialPurpose.PRIVATE),
    DOCUMENTATION(SpecialPurpose.DOCUMENTATION),
    BENCHMARKING(SpecialPurpose.BENCHMARKING),
    DISCARD(SpecialPurpose.DISCARD),
    TRANSITION(SpecialPurpose.TRANSITION),
    PROTOCOL(SpecialPurpose.PROTOCOL),
    RESERVED(SpecialPurpose.RESERVED);

    private final String because;

    IngressDrop(String because) {
        this.because = because;
    }

    IngressDrop(SpecialPurpose purpose) {
        this(purpose.because());
    }

    /// The reason to refuse an address of this kind; there is none for [SpecialPurpose#NONE].
    static IngressDrop of(SpecialPurpose purpose) {
        return switch (purpose) {
            case PRIVATE -> PRIVATE;
            case DOCUMENTATION -> DOCUMENTATION;
            case BENCHMARKING -> BENCHMARKING;
            case DISCARD -> DISCARD;
            case TRANSITION -> TRANSITION;
            case PROTOCOL -> PROTOCOL;
            case RESERVED -> RESERVED;
            case NONE -> throw new IllegalArgumentException("an address of no special purpose is no bogon");
        };
    }

    @Override
    public String because() {
        return because;
    }

    @Override
    public String counterName() {
        return "inaba.ingress." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

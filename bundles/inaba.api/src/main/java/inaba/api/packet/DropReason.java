package inaba.api.packet;

import java.util.Locale;

/// Why a packet was dropped. Implemented by enums only, one per bundle: a drop costs no allocation.
///
/// The counter's name is the package of the enum and the constant in lower case with hyphens:
/// `inaba.nd.hop-limit-not-255`.
public non-sealed interface DropReason extends Verdict {
    /// The clause or the setting behind the drop: `RFC 4861 §7.1.1`.
    String because();

    /// The constant's name, as [Enum#name()].
    String name();

    /// Type of the ICMPv6 error that tells the source of an IPv6 packet, or 0 where nobody is told.
    default int icmpType() {
        return 0;
    }

    /// Code of that error.
    default int icmpCode() {
        return 0;
    }

    /// The name under which this drop is counted; it survives the bundle.
    default String counterName() {
        var owner = getClass().getPackageName();
        return owner + '.' + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

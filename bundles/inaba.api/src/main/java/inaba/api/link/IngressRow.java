package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.SpecialPurpose;
import java.util.List;

/// Ingress filtering on a link (BCP 38, RFC 3704): which sources may come in there.
///
/// @param reverse how the way back to the source is looked at
/// @param byDefault whether the default route counts as a way back (RFC 3704 §2.5)
/// @param bogons addresses of these kinds are refused, as source and as destination (RFC 6890)
public record IngressRow(int link, Reverse reverse, boolean byDefault, List<SpecialPurpose> bogons, String owner)
        implements Row<Integer> {
    /// Reverse path forwarding.
    public enum Reverse {
        OFF,
        /// The way back is the link that the packet came in on, RFC 3704 §2.2.
        STRICT,
        /// There is a way back, RFC 3704 §2.4.
        LOOSE
    }

    public IngressRow {
        bogons = List.copyOf(bogons);
    }

    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}

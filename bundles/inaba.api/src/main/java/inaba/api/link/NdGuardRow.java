package inaba.api.link;

import inaba.api.table.Row;

/// What neighbours on a link may claim about their addresses (RFC 7039 §3, RFC 6620).
///
/// @param learns an address belongs to who proved first to have it; else bindings of a person alone count
/// @param sources packets from an address of another are refused too, not only Neighbor Discovery
/// @param most bindings of the link that are learnt
public record NdGuardRow(int link, boolean learns, boolean sources, int most, String owner) implements Row<Integer> {
    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}

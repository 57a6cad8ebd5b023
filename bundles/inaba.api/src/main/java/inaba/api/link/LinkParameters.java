package inaba.api.link;

import inaba.api.table.Row;

/// What a host learns of a link from Router Advertisements, RFC 4861 §6.3.2. Zero means: not learned, use the default.
///
/// @param hopLimit CurHopLimit, 0 to 255
/// @param baseReachableMillis BaseReachableTime
/// @param retransMillis RetransTimer
/// @param mtu LinkMTU, 0 or 1280 upwards
public record LinkParameters(
        int link, int hopLimit, long baseReachableMillis, long retransMillis, int mtu, String owner)
        implements Row<Integer> {
    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}

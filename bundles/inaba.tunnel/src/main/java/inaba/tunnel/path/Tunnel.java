package inaba.tunnel.path;

import inaba.api.link.TunnelRow;
import inaba.tunnel.core.Embedding;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A tunnel as it is now, for workers.
///
/// @param link that its packets pass
/// @param device link by which outer packets leave, or 0
/// @param local our end; unspecified while no address of ours fits
/// @param pathMtu towards the other end, in bytes; 0 where nothing is known of it
/// @param embedding where inner addresses tell the other end, else null
/// @param sent the next number of GRE's; outlives the bundle
/// @param received the number that is expected next; outlives the bundle
public record Tunnel(
        TunnelRow row,
        int link,
        int device,
        Ipv6Address local,
        int pathMtu,
        @Nullable Embedding embedding,
        AtomicLong sent,
        AtomicLong received) {
    /// A Destination Options header with the Tunnel Encapsulation Limit (RFC 2473 §4.1.1).
    public static final int LIMIT_BYTES = 8;

    /// Bytes of all that is put before a packet.
    public int overhead() {
        return overhead(row);
    }

    public static int overhead(TunnelRow row) {
        boolean ipv4 = row.mode().outer() == IpFamily.IPV4;
        int limit = !ipv4 && row.encapsulationLimit() != TunnelRow.NONE ? LIMIT_BYTES : 0;
        return (ipv4 ? Ipv4Header.BYTES : Ipv6Header.BYTES)
                + limit
                + (row.mode().isGre() ? greBytes(row) : 0);
    }

    static int greBytes(TunnelRow row) {
        return Gre.bytes((row.checksum() ? Gre.CHECKSUM : 0)
                | (row.outKey() != null ? Gre.KEY : 0)
                | (row.sequence() ? Gre.SEQUENCE : 0));
    }
}

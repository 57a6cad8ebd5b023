package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// Recursive DNS Server (RDNSS), RFC 8106 §5.1.
public record RecursiveDnsServers(MemorySegment bytes) {
    public static final int TYPE = 25;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"), U8.withName("length"), U16.withName("reserved"), U32.withName("lifetime"));

    private static final long LIFETIME = offset(LAYOUT, "lifetime");

    /// 8; the addresses follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();
    /// As many addresses as the length field can count.
    public static final int MAX_SERVERS = 127;

    /// True if `s` is this option with one or more whole addresses, RFC 8106 §5.3.1.
    public static boolean fits(MemorySegment s) {
        return NdOption.is(s, TYPE, FIXED_BYTES + Ipv6Address.BYTES)
                && (s.byteSize() - FIXED_BYTES) % Ipv6Address.BYTES == 0;
    }

    static int bytesFor(int servers) {
        if (servers < 1 || servers > MAX_SERVERS) {
            throw new IllegalArgumentException("an option holds 1 to " + MAX_SERVERS + " DNS servers, not " + servers);
        }
        return FIXED_BYTES + servers * Ipv6Address.BYTES;
    }

    /// Seconds; 0 means that they must no longer be used, [NdOption#INFINITY] has no end.
    public long lifetime() {
        return Layouts.u32(bytes, LIFETIME);
    }

    /// One to 127 addresses, in the order of the wire; link-local ones belong to the link they came by.
    public List<Ipv6Address> servers() {
        var servers = new ArrayList<Ipv6Address>();
        for (long at = FIXED_BYTES; at < bytes.byteSize(); at += Ipv6Address.BYTES) {
            servers.add(Ipv6Address.read(bytes, at));
        }
        return List.copyOf(servers);
    }

    public RecursiveDnsServers lifetime(long seconds) {
        Layouts.u32(bytes, LIFETIME, seconds);
        return this;
    }

    /// Writes the addresses; they fill the option exactly.
    public RecursiveDnsServers servers(List<Ipv6Address> servers) {
        long at = FIXED_BYTES;
        for (Ipv6Address server : servers) {
            server.write(bytes, at);
            at += Ipv6Address.BYTES;
        }
        return this;
    }
}

package inaba.xfrm.pfkey.wire;

import static inaba.wire.Layouts.offset;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct sadb_x_ipsecrequest`: its length counts octets. The addresses of a tunnel are behind it.
public record PolicyRequest(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U16.withName("length"),
            Host.U16.withName("protocol"),
            Layouts.U8.withName("mode"),
            Layouts.U8.withName("level"),
            Host.U16.withName("reserved"),
            Host.U32.withName("requestId"),
            Host.U32.withName("reserved2"));

    private static final long PROTOCOL = offset(LAYOUT, "protocol");
    private static final long MODE = offset(LAYOUT, "mode");
    private static final long LEVEL = offset(LAYOUT, "level");
    private static final long REQUEST_ID = offset(LAYOUT, "requestId");

    /// Level: where there is no association, it is left out.
    public static final int USE = 1;

    public static final int REQUIRE = 2;

    /// Level: an association of this request ID only.
    public static final int UNIQUE = 3;

    /// 16
    public static final int FIXED = (int) LAYOUT.byteSize();

    public int protocol() {
        return Host.u16(bytes, PROTOCOL);
    }

    public int mode() {
        return Layouts.u8(bytes, MODE);
    }

    public int level() {
        return Layouts.u8(bytes, LEVEL);
    }

    public int requestId() {
        return Host.u32(bytes, REQUEST_ID);
    }

    /// @throws IllegalArgumentException when it is not there
    public SocketAddress source() {
        return new SocketAddress(bytes.asSlice(FIXED));
    }

    /// @throws IllegalArgumentException when it is not there
    public SocketAddress destination() {
        int first = source().size();
        if (bytes.byteSize() < FIXED + first) {
            throw new IllegalArgumentException("an address does not fit");
        }
        return new SocketAddress(bytes.asSlice(FIXED + first));
    }

    /// Octets of one, to a multiple of eight.
    ///
    /// @param tunnel whether there are addresses
    public static int octets(IpFamily family, boolean tunnel) {
        int all = FIXED + (tunnel ? 2 * SocketAddress.size(family) : 0);
        return all + KeyHeader.UNIT - 1 & -KeyHeader.UNIT;
    }

    public PolicyRequest all(int protocol, int mode, int level, int requestId) {
        Host.u16(bytes, 0, (int) bytes.byteSize());
        Host.u16(bytes, PROTOCOL, protocol);
        Layouts.u8(bytes, MODE, mode);
        Layouts.u8(bytes, LEVEL, level);
        Host.u32(bytes, REQUEST_ID, requestId);
        return this;
    }

    public PolicyRequest tunnel(IpFamily family, Ipv6Address source, Ipv6Address destination) {
        SocketAddress.write(bytes.asSlice(FIXED), family, source, 0);
        SocketAddress.write(bytes.asSlice(FIXED + SocketAddress.size(family)), family, destination, 0);
        return this;
    }
}

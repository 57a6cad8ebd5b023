package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_user_tmpl`.
public record TemplateInfo(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.ADDRESS.withName("destination"),
            Layouts.U32.withName("spi"),
            Layouts.U8.withName("protocol"),
            paddingLayout(3),
            Host.U16.withName("family"),
            paddingLayout(2),
            Host.ADDRESS.withName("source"),
            Host.U32.withName("requestId"),
            Layouts.U8.withName("mode"),
            Layouts.U8.withName("share"),
            Layouts.U8.withName("optional"),
            paddingLayout(1),
            Host.U32.withName("authentication"),
            Host.U32.withName("encryption"),
            Host.U32.withName("compression"));

    private static final long SPI = offset(LAYOUT, "spi");
    private static final long PROTOCOL = offset(LAYOUT, "protocol");
    private static final long FAMILY = offset(LAYOUT, "family");
    private static final long SOURCE = offset(LAYOUT, "source");
    private static final long REQUEST_ID = offset(LAYOUT, "requestId");
    private static final long MODE = offset(LAYOUT, "mode");
    private static final long OPTIONAL = offset(LAYOUT, "optional");
    private static final long AUTHENTICATION = offset(LAYOUT, "authentication");

    /// 64
    public static final int BYTES = (int) LAYOUT.byteSize();

    public Ipv6Address source() {
        return address(SOURCE);
    }

    public Ipv6Address destination() {
        return address(0);
    }

    /// The unspecified address of IPv4 says as much as that of IPv6.
    private Ipv6Address address(long at) {
        var address = Host.address(bytes, at, Host.u16(bytes, FAMILY));
        return address.equals(Ipv6Address.ofIpv4(0)) ? Ipv6Address.UNSPECIFIED : address;
    }

    public int spi() {
        return (int) Layouts.u32(bytes, SPI);
    }

    public int protocol() {
        return Host.u8(bytes, PROTOCOL);
    }

    public int requestId() {
        return Host.u32(bytes, REQUEST_ID);
    }

    public int mode() {
        return Host.u8(bytes, MODE);
    }

    public boolean optional() {
        return Host.u8(bytes, OPTIONAL) != 0;
    }

    /// @param family of both addresses, also where they are unspecified
    public TemplateInfo addresses(IpFamily family, Ipv6Address source, Ipv6Address destination) {
        Host.u16(bytes, FAMILY, Host.family(family));
        Host.address(bytes, SOURCE, source);
        Host.address(bytes, 0, destination);
        return this;
    }

    /// Any algorithms may serve.
    public TemplateInfo rest(int protocol, int spi, int requestId, int mode, boolean optional) {
        Host.u8(bytes, PROTOCOL, protocol);
        Layouts.u32(bytes, SPI, Integer.toUnsignedLong(spi));
        Host.u32(bytes, REQUEST_ID, requestId);
        Host.u8(bytes, MODE, mode);
        Host.u8(bytes, OPTIONAL, optional ? 1 : 0);
        for (long at = AUTHENTICATION; at < BYTES; at += Integer.BYTES) {
            Host.u32(bytes, at, -1);
        }
        return this;
    }
}

package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;

import inaba.api.xfrm.SaRow;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_usersa_id`.
public record SaId(MemorySegment bytes) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.ADDRESS.withName("destination"),
            Layouts.U32.withName("spi"),
            Host.U16.withName("family"),
            Layouts.U8.withName("protocol"),
            paddingLayout(1));

    private static final long SPI = offset(LAYOUT, "spi");
    private static final long FAMILY = offset(LAYOUT, "family");
    private static final long PROTOCOL = offset(LAYOUT, "protocol");

    /// 24
    public static final int BYTES = (int) LAYOUT.byteSize();

    public SaRow.Key key() {
        return new SaRow.Key(Host.address(bytes, 0, Host.u16(bytes, FAMILY)), Host.u8(bytes, PROTOCOL), (int)
                Layouts.u32(bytes, SPI));
    }

    public SaId of(SaRow row) {
        Host.address(bytes, 0, row.key().destination());
        Layouts.u32(bytes, SPI, Integer.toUnsignedLong(row.key().spi()));
        Host.u16(bytes, FAMILY, Host.family(row.family()));
        Host.u8(bytes, PROTOCOL, row.key().protocol());
        return this;
    }
}

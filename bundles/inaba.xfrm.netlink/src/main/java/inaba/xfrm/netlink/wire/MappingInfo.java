package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;

import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_user_mapping`: where an association has its peer, and where a NAT has moved it.
public record MappingInfo(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            SaId.LAYOUT.withName("id"),
            Host.U32.withName("requestId"),
            Host.ADDRESS.withName("oldSource"),
            Host.ADDRESS.withName("newSource"),
            Layouts.U16.withName("oldPort"),
            Layouts.U16.withName("newPort"));

    private static final long REQUEST_ID = offset(LAYOUT, "requestId");
    private static final long OLD_SOURCE = offset(LAYOUT, "oldSource");
    private static final long NEW_SOURCE = offset(LAYOUT, "newSource");
    private static final long OLD_PORT = offset(LAYOUT, "oldPort");
    private static final long NEW_PORT = offset(LAYOUT, "newPort");

    /// 64
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// @param oldPort of the peer
    public MappingInfo all(SaRow row, int oldPort, SaState.Mapping to) {
        new SaId(bytes).of(row);
        Host.u32(bytes, REQUEST_ID, row.requestId());
        Host.address(bytes, OLD_SOURCE, row.source());
        Host.address(bytes, NEW_SOURCE, to.address());
        Layouts.u16(bytes, OLD_PORT, oldPort);
        Layouts.u16(bytes, NEW_PORT, to.port());
        return this;
    }
}

package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;

import inaba.api.xfrm.SaRow;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_usersa_info`.
public record SaInfo(MemorySegment bytes) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            SelectorInfo.LAYOUT.withName("selector"),
            Host.ADDRESS.withName("destination"),
            Layouts.U32.withName("spi"),
            Layouts.U8.withName("protocol"),
            paddingLayout(3),
            Host.ADDRESS.withName("source"),
            LifetimeInfo.LAYOUT.withName("limits"),
            CurrentInfo.LAYOUT.withName("current"),
            Host.U32.withName("window"),
            Host.U32.withName("replays"),
            Host.U32.withName("forged"),
            Host.U32.withName("sequence"),
            Host.U32.withName("requestId"),
            Host.U16.withName("family"),
            Layouts.U8.withName("mode"),
            Layouts.U8.withName("replayWindow"),
            Layouts.U8.withName("flags"),
            paddingLayout(7));

    private static final long DESTINATION = offset(LAYOUT, "destination");
    private static final long SPI = offset(LAYOUT, "spi");
    private static final long PROTOCOL = offset(LAYOUT, "protocol");
    /// Where the source lies.
    public static final long SOURCE = offset(LAYOUT, "source");
    private static final long LIMITS = offset(LAYOUT, "limits");
    private static final long CURRENT = offset(LAYOUT, "current");
    private static final long REPLAYS = offset(LAYOUT, "replays");
    private static final long FORGED = offset(LAYOUT, "forged");
    private static final long SEQUENCE = offset(LAYOUT, "sequence");
    private static final long REQUEST_ID = offset(LAYOUT, "requestId");
    private static final long FAMILY = offset(LAYOUT, "family");
    private static final long MODE = offset(LAYOUT, "mode");
    private static final long REPLAY_WINDOW = offset(LAYOUT, "replayWindow");
    private static final long FLAGS = offset(LAYOUT, "flags");

    /// 224
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// @throws IllegalArgumentException when it is neither IPv4's nor IPv6's
    public IpFamily family() {
        return switch (Host.u16(bytes, FAMILY)) {
            case Host.AF_INET -> IpFamily.IPV4;
            case Host.AF_INET6 -> IpFamily.IPV6;
            default -> throw new IllegalArgumentException("no such address family");
        };
    }

    public SelectorInfo selector() {
        return new SelectorInfo(bytes.asSlice(0, SelectorInfo.BYTES));
    }

    public SaRow.Key key() {
        return new SaRow.Key(Host.address(bytes, DESTINATION, Host.family(family())), Host.u8(bytes, PROTOCOL), (int)
                Layouts.u32(bytes, SPI));
    }

    public Ipv6Address source() {
        return Host.address(bytes, SOURCE, Host.family(family()));
    }

    public LifetimeInfo limits() {
        return new LifetimeInfo(bytes.asSlice(LIMITS, LifetimeInfo.BYTES));
    }

    public CurrentInfo current() {
        return new CurrentInfo(bytes.asSlice(CURRENT, CurrentInfo.BYTES));
    }

    public int requestId() {
        return Host.u32(bytes, REQUEST_ID);
    }

    public int mode() {
        return Host.u8(bytes, MODE);
    }

    public int replayWindow() {
        return Host.u8(bytes, REPLAY_WINDOW);
    }

    public int flags() {
        return Host.u8(bytes, FLAGS);
    }

    public SaInfo key(SaRow row) {
        Host.address(bytes, DESTINATION, row.key().destination());
        Layouts.u32(bytes, SPI, Integer.toUnsignedLong(row.key().spi()));
        Host.u8(bytes, PROTOCOL, row.key().protocol());
        Host.address(bytes, SOURCE, row.source());
        Host.u32(bytes, REQUEST_ID, row.requestId());
        Host.u16(bytes, FAMILY, Host.family(row.family()));
        return this;
    }

    public SaInfo statistics(int replays, int forged) {
        Host.u32(bytes, REPLAYS, replays);
        Host.u32(bytes, FORGED, forged);
        return this;
    }

    public SaInfo sequence(int sequence) {
        Host.u32(bytes, SEQUENCE, sequence);
        return this;
    }

    public SaInfo mode(int mode) {
        Host.u8(bytes, MODE, mode);
        return this;
    }

    public SaInfo replayWindow(int window) {
        Host.u8(bytes, REPLAY_WINDOW, window);
        return this;
    }

    public SaInfo flags(int flags) {
        Host.u8(bytes, FLAGS, flags);
        return this;
    }
}

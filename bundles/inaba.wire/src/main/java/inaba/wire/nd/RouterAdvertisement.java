package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Router Advertisement, RFC 4861 §4.2, with the flags of RFC 6275 §7.1, RFC 4191 §2.2 and RFC 4389 §4.1.3.3.
///
/// In the three time fields and the hop limit, 0 means: not specified by this router.
public record RouterAdvertisement(MemorySegment bytes) {
    public static final int TYPE = Icmpv6Type.ROUTER_ADVERTISEMENT;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U8.withName("curHopLimit"),
            U8.withName("flags"),
            U16.withName("routerLifetime"),
            U32.withName("reachableTime"),
            U32.withName("retransTimer"));

    private static final long CUR_HOP_LIMIT = offset(LAYOUT, "curHopLimit");
    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long ROUTER_LIFETIME = offset(LAYOUT, "routerLifetime");
    private static final long REACHABLE_TIME = offset(LAYOUT, "reachableTime");
    private static final long RETRANS_TIMER = offset(LAYOUT, "retransTimer");

    private static final int MANAGED = 0x80;
    private static final int OTHER = 0x40;
    private static final int HOME_AGENT = 0x20;
    private static final int PREFERENCE_SHIFT = 3;
    private static final int PREFERENCE = 0b11 << PREFERENCE_SHIFT;
    private static final int PROXY = 0x04;

    /// 16; options follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    /// 0..255
    public int curHopLimit() {
        return Layouts.u8(bytes, CUR_HOP_LIMIT);
    }

    /// Addresses are available by DHCPv6.
    public boolean managed() {
        return has(MANAGED);
    }

    /// Other configuration is available by DHCPv6.
    public boolean other() {
        return has(OTHER);
    }

    /// The router is a Mobile IPv6 home agent on this link, RFC 6275 §7.1.
    public boolean homeAgent() {
        return has(HOME_AGENT);
    }

    /// RFC 4191 §2.2; to be ignored while the router lifetime is 0.
    public RouterPreference preference() {
        return RouterPreference.of((Layouts.u8(bytes, FLAGS) & PREFERENCE) >>> PREFERENCE_SHIFT);
    }

    /// Sent on by a proxy, RFC 4389 §4.1.3.3.
    public boolean proxy() {
        return has(PROXY);
    }

    /// Seconds, 0..65535; 0 means: not a default router.
    public int routerLifetime() {
        return Layouts.u16(bytes, ROUTER_LIFETIME);
    }

    /// Milliseconds
    public long reachableTime() {
        return Layouts.u32(bytes, REACHABLE_TIME);
    }

    /// Milliseconds
    public long retransTimer() {
        return Layouts.u32(bytes, RETRANS_TIMER);
    }

    public MemorySegment options() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the type and clears the rest of the fixed part.
    public RouterAdvertisement start() {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, TYPE);
        return this;
    }

    public RouterAdvertisement curHopLimit(int hops) {
        Layouts.u8(bytes, CUR_HOP_LIMIT, hops);
        return this;
    }

    public RouterAdvertisement managed(boolean on) {
        return set(MANAGED, on);
    }

    public RouterAdvertisement other(boolean on) {
        return set(OTHER, on);
    }

    public RouterAdvertisement homeAgent(boolean on) {
        return set(HOME_AGENT, on);
    }

    public RouterAdvertisement preference(RouterPreference preference) {
        set(PREFERENCE, false);
        return set(preference.bits() << PREFERENCE_SHIFT, true);
    }

    public RouterAdvertisement proxy(boolean on) {
        return set(PROXY, on);
    }

    public RouterAdvertisement routerLifetime(int seconds) {
        Layouts.u16(bytes, ROUTER_LIFETIME, seconds);
        return this;
    }

    public RouterAdvertisement reachableTime(long milliseconds) {
        Layouts.u32(bytes, REACHABLE_TIME, milliseconds);
        return this;
    }

    public RouterAdvertisement retransTimer(long milliseconds) {
        Layouts.u32(bytes, RETRANS_TIMER, milliseconds);
        return this;
    }

    private boolean has(int flag) {
        return (Layouts.u8(bytes, FLAGS) & flag) != 0;
    }

    private RouterAdvertisement set(int flags, boolean on) {
        int now = Layouts.u8(bytes, FLAGS);
        Layouts.u8(bytes, FLAGS, on ? now | flags : now & ~flags);
        return this;
    }
}

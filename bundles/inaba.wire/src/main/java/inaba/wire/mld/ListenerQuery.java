package inaba.wire.mld;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;

/// Multicast Listener Query of MLDv2, RFC 3810 §5.1; one that is as long as a [ListenerMessage] is of MLDv1 (§8.1).
public record ListenerQuery(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U16.withName("maximumResponseCode"),
            U16.withName("reserved"),
            octets(Ipv6Address.BYTES).withName("multicastAddress"),
            U8.withName("flags"),
            U8.withName("queryIntervalCode"),
            U16.withName("numberOfSources"));

    private static final long RESPONSE_CODE = offset(LAYOUT, "maximumResponseCode");
    private static final long GROUP = offset(LAYOUT, "multicastAddress");
    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long INTERVAL_CODE = offset(LAYOUT, "queryIntervalCode");
    private static final long SOURCES = offset(LAYOUT, "numberOfSources");
    private static final int SUPPRESS = 0x8;
    private static final int ROBUSTNESS = 0x7;

    /// 28; the sources follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    /// True if the message holds as many sources as it says.
    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES
                && s.byteSize() >= FIXED_BYTES + (long) Layouts.u16(s, SOURCES) * Ipv6Address.BYTES;
    }

    /// Maximum Response Delay in milliseconds, §5.1.3: 0..8387584.
    public long maximumResponseDelay() {
        int code = Layouts.u16(bytes, RESPONSE_CODE);
        return code < 0x8000 ? code : (long) (code & 0xfff | 0x1000) << (code >>> 12 & 7) + 3;
    }

    /// [Ipv6Address#UNSPECIFIED] in a General Query.
    public Ipv6Address group() {
        return Ipv6Address.read(bytes, GROUP);
    }

    /// S flag, §5.1.7: of no meaning to hosts.
    public boolean suppress() {
        return (Layouts.u8(bytes, FLAGS) & SUPPRESS) != 0;
    }

    /// Querier's Robustness Variable, §5.1.8: 1..7, or 0 for an unsaid one.
    public int robustness() {
        return Layouts.u8(bytes, FLAGS) & ROBUSTNESS;
    }

    /// Querier's Query Interval in seconds, §5.1.9: 0..31744, 0 for an unsaid one.
    public int intervalSeconds() {
        int code = Layouts.u8(bytes, INTERVAL_CODE);
        return code < 0x80 ? code : (code & 0xf | 0x10) << (code >>> 4 & 7) + 3;
    }

    /// 0..65535
    public int sources() {
        return Layouts.u16(bytes, SOURCES);
    }

    /// @param index 0 upwards, below [#sources]
    public Ipv6Address source(int index) {
        return Ipv6Address.read(bytes, FIXED_BYTES + (long) index * Ipv6Address.BYTES);
    }

    /// Writes the group, and zero into every other field.
    public ListenerQuery start(Ipv6Address group) {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, Icmpv6Type.MLD_QUERY);
        group.write(bytes, GROUP);
        return this;
    }

    /// @param code as it is on the wire, 0..65535
    public ListenerQuery maximumResponseCode(int code) {
        Layouts.u16(bytes, RESPONSE_CODE, code);
        return this;
    }

    /// @param robustness 0..7
    public ListenerQuery flags(boolean suppress, int robustness) {
        Layouts.u8(bytes, FLAGS, (suppress ? SUPPRESS : 0) | robustness & ROBUSTNESS);
        return this;
    }

    /// @param code as it is on the wire, 0..255
    public ListenerQuery intervalCode(int code) {
        Layouts.u8(bytes, INTERVAL_CODE, code);
        return this;
    }

    /// Writes the sources, for which there is room.
    public ListenerQuery sources(List<Ipv6Address> sources) {
        Layouts.u16(bytes, SOURCES, sources.size());
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).write(bytes, FIXED_BYTES + (long) i * Ipv6Address.BYTES);
        }
        return this;
    }
}

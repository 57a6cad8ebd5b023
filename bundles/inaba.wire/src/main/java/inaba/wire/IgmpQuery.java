package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;

/// Membership Query of IGMPv3, RFC 3376 §4.1; one that is as long as an [IgmpMessage] is of an older version (§7.1).
public record IgmpQuery(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("maxResponseCode"),
            U16.withName("checksum"),
            U32.withName("group"),
            U8.withName("flags"),
            U8.withName("queryIntervalCode"),
            U16.withName("numberOfSources"));

    private static final long RESPONSE_CODE = offset(LAYOUT, "maxResponseCode");
    private static final long CHECKSUM = offset(LAYOUT, "checksum");
    private static final long GROUP = offset(LAYOUT, "group");
    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long INTERVAL_CODE = offset(LAYOUT, "queryIntervalCode");
    private static final long SOURCES = offset(LAYOUT, "numberOfSources");
    private static final int ROBUSTNESS = 0x7;
    private static final int TENTH_MILLIS = 100;

    /// 12; the sources follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();
    /// 4
    public static final int SOURCE_BYTES = (int) U32.byteSize();

    /// True if the message holds as many sources as it says.
    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES
                && s.byteSize() >= FIXED_BYTES + (long) Layouts.u16(s, SOURCES) * SOURCE_BYTES;
    }

    /// Max Resp Time in milliseconds, §4.1.1: 0..3174400.
    public long maximumResponseMillis() {
        return (long) value(Layouts.u8(bytes, RESPONSE_CODE)) * TENTH_MILLIS;
    }

    /// 0 in a General Query.
    public int group() {
        return bytes.get(U32, GROUP);
    }

    /// Querier's Robustness Variable, §4.1.6: 1..7, or 0 for an unsaid one.
    public int robustness() {
        return Layouts.u8(bytes, FLAGS) & ROBUSTNESS;
    }

    /// Querier's Query Interval in seconds, §4.1.7: 0..31744, 0 for an unsaid one.
    public int intervalSeconds() {
        return value(Layouts.u8(bytes, INTERVAL_CODE));
    }

    /// 0..65535
    public int sources() {
        return Layouts.u16(bytes, SOURCES);
    }

    /// @param index 0 upwards, below [#sources]
    public int source(int index) {
        return bytes.get(U32, FIXED_BYTES + (long) index * SOURCE_BYTES);
    }

    /// Writes a query about sources for which there is room, with its checksum.
    ///
    /// @param responseCode as it is on the wire, 0..255
    /// @param robustness 0..7
    /// @param intervalCode as it is on the wire, 0..255
    public IgmpQuery write(int responseCode, int group, int robustness, int intervalCode, List<Integer> sources) {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, IgmpMessage.QUERY);
        Layouts.u8(bytes, RESPONSE_CODE, responseCode);
        bytes.set(U32, GROUP, group);
        Layouts.u8(bytes, FLAGS, robustness & ROBUSTNESS);
        Layouts.u8(bytes, INTERVAL_CODE, intervalCode);
        Layouts.u16(bytes, SOURCES, sources.size());
        for (int i = 0; i < sources.size(); i++) {
            bytes.set(U32, FIXED_BYTES + (long) i * SOURCE_BYTES, sources.get(i));
        }
        long length = FIXED_BYTES + (long) sources.size() * SOURCE_BYTES;
        Layouts.u16(bytes, CHECKSUM, Checksum.finish(Checksum.sum(bytes, 0, length, 0)));
        return this;
    }

    /// §4.1.1 and §4.1.7: from 128 on a mantissa of four bits and an exponent of three.
    private static int value(int code) {
        return code < 0x80 ? code : (code & 0xf | 0x10) << (code >>> 4 & 7) + 3;
    }
}

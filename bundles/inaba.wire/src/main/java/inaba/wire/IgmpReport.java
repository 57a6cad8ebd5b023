package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Collection;

/// Version 3 Membership Report, RFC 3376 §4.2, with its Group Records. A record is named by its offset, as in
/// [inaba.wire.mld.ListenerReport].
public record IgmpReport(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("reserved"),
            U16.withName("checksum"),
            U16.withName("reserved2"),
            U16.withName("numberOfRecords"));

    private static final StructLayout RECORD = MemoryLayout.structLayout(
            U8.withName("recordType"),
            U8.withName("auxDataLength"),
            U16.withName("numberOfSources"),
            U32.withName("group"));

    private static final long CHECKSUM = offset(LAYOUT, "checksum");
    private static final long RECORDS = offset(LAYOUT, "numberOfRecords");
    private static final long AUX_LENGTH = offset(RECORD, "auxDataLength");
    private static final long SOURCES = offset(RECORD, "numberOfSources");
    private static final long GROUP = offset(RECORD, "group");
    private static final int WORD = 4;

    /// 8; the records follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();
    /// 8; the sources of the record follow.
    public static final int RECORD_BYTES = (int) RECORD.byteSize();

    /// True if every record is whole.
    public static boolean fits(MemorySegment s) {
        if (s.byteSize() < FIXED_BYTES) {
            return false;
        }
        var report = new IgmpReport(s);
        long at = FIXED_BYTES;
        for (int n = 0; n < report.records(); n++) {
            if (s.byteSize() - at < RECORD_BYTES || s.byteSize() < report.next(at)) {
                return false;
            }
            at = report.next(at);
        }
        return true;
    }

    /// 0..65535
    public int records() {
        return Layouts.u16(bytes, RECORDS);
    }

    /// The first record.
    public long first() {
        return FIXED_BYTES;
    }

    /// The record behind this one, past its sources and auxiliary data.
    public long next(long record) {
        return record + RECORD_BYTES + (long) (sources(record) + Layouts.u8(bytes, record + AUX_LENGTH)) * WORD;
    }

    /// §4.2.12; unknown types are to be passed over.
    public int type(long record) {
        return Layouts.u8(bytes, record);
    }

    public int group(long record) {
        return bytes.get(U32, record + GROUP);
    }

    /// How many sources the record has, 0..65535.
    public int sources(long record) {
        return Layouts.u16(bytes, record + SOURCES);
    }

    /// @param index 0 upwards, below [#sources]
    public int source(long record, int index) {
        return bytes.get(U32, record + RECORD_BYTES + (long) index * WORD);
    }

    /// Writes the type and the number of records, and zero into every other field.
    public IgmpReport start(int records) {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, IgmpMessage.V3_REPORT);
        Layouts.u16(bytes, RECORDS, records);
        return this;
    }

    /// Writes a record, for which there is room, without auxiliary data (§4.2.10).
    ///
    /// @return the place of the next one
    public long write(long record, int type, Ipv6Address group, Collection<Ipv6Address> sources) {
        Layouts.u8(bytes, record, type);
        Layouts.u8(bytes, record + AUX_LENGTH, 0);
        Layouts.u16(bytes, record + SOURCES, sources.size());
        bytes.set(U32, record + GROUP, group.toIpv4());
        long at = record + RECORD_BYTES;
        for (var source : sources) {
            bytes.set(U32, at, source.toIpv4());
            at += WORD;
        }
        return at;
    }

    /// Writes the checksum of the whole message (§4.2.2).
    public IgmpReport finish() {
        Layouts.u16(bytes, CHECKSUM, 0);
        Layouts.u16(bytes, CHECKSUM, Checksum.finish(Checksum.sum(bytes, 0, bytes.byteSize(), 0)));
        return this;
    }
}

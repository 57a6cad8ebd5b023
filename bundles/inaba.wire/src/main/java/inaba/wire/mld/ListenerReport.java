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
import java.util.Collection;

/// Version 2 Multicast Listener Report, RFC 3810 §5.2, with its Multicast Address Records. A record is named by its
/// offset `r`:
///
///     for (long r = report.first(), n = 0; n < report.records(); r = report.next(r), n++) { report.group(r) ... }
public record ListenerReport(MemorySegment bytes) {
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
            octets(Ipv6Address.BYTES).withName("multicastAddress"));

    private static final long RECORDS = offset(LAYOUT, "numberOfRecords");
    private static final long AUX_LENGTH = offset(RECORD, "auxDataLength");
    private static final long SOURCES = offset(RECORD, "numberOfSources");
    private static final long GROUP = offset(RECORD, "multicastAddress");
    private static final int WORD = 4;

    /// 8; the records follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();
    /// 20; the sources of the record follow.
    public static final int RECORD_BYTES = (int) RECORD.byteSize();

    /// True if every record is whole.
    public static boolean fits(MemorySegment s) {
        if (s.byteSize() < FIXED_BYTES) {
            return false;
        }
        var report = new ListenerReport(s);
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
        return record
                + RECORD_BYTES
                + (long) sources(record) * Ipv6Address.BYTES
                + (long) Layouts.u8(bytes, record + AUX_LENGTH) * WORD;
    }

    /// §5.2.12; unknown types are to be passed over.
    public int type(long record) {
        return Layouts.u8(bytes, record);
    }

    public Ipv6Address group(long record) {
        return Ipv6Address.read(bytes, record + GROUP);
    }

    /// How many sources the record has, 0..65535.
    public int sources(long record) {
        return Layouts.u16(bytes, record + SOURCES);
    }

    /// @param index 0 upwards, below [#sources]
    public Ipv6Address source(long record, int index) {
        return Ipv6Address.read(bytes, record + RECORD_BYTES + (long) index * Ipv6Address.BYTES);
    }

    /// Writes the type and the number of records, and zero into every other field.
    public ListenerReport start(int records) {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, Icmpv6Type.MLDV2_REPORT);
        Layouts.u16(bytes, RECORDS, records);
        return this;
    }

    /// Writes a record, for which there is room, without auxiliary data (§5.2.10).
    ///
    /// @return the place of the next one
    public long write(long record, int type, Ipv6Address group, Collection<Ipv6Address> sources) {
        Layouts.u8(bytes, record, type);
        Layouts.u8(bytes, record + AUX_LENGTH, 0);
        Layouts.u16(bytes, record + SOURCES, sources.size());
        group.write(bytes, record + GROUP);
        long at = record + RECORD_BYTES;
        for (var source : sources) {
            source.write(bytes, at);
            at += Ipv6Address.BYTES;
        }
        return at;
    }
}

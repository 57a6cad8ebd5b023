package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;

/// DNS Search List (DNSSL), RFC 8106 §5.2.
public record DnsSearchList(MemorySegment bytes) {
    public static final int TYPE = 31;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"), U8.withName("length"), U16.withName("reserved"), U32.withName("lifetime"));

    private static final long LIFETIME = offset(LAYOUT, "lifetime");

    /// 8; the names follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();
    /// The octets of names that the length field can count.
    private static final int MAX_NAMES = 255 * NdOption.UNIT - FIXED_BYTES;

    /// True if `s` is this option with one or more names that [DomainNames] takes, padded with zeros.
    public static boolean fits(MemorySegment s) {
        return NdOption.is(s, TYPE, FIXED_BYTES + NdOption.UNIT) && DomainNames.valid(s, FIXED_BYTES);
    }

    static int bytesFor(List<String> names) {
        int octets = DomainNames.bytesFor(names);
        if (names.isEmpty() || octets > MAX_NAMES) {
            throw new IllegalArgumentException("an option holds one name or more, in up to " + MAX_NAMES
                    + " octets, not " + names.size() + " in " + octets);
        }
        return FIXED_BYTES + (octets + NdOption.UNIT - 1) / NdOption.UNIT * NdOption.UNIT;
    }

    /// Seconds; 0 means that they must no longer be used, [NdOption#INFINITY] has no end.
    public long lifetime() {
        return Layouts.u32(bytes, LIFETIME);
    }

    /// One name or more, without a dot at the end, in the order of the wire.
    public List<String> names() {
        return DomainNames.read(bytes, FIXED_BYTES);
    }

    public DnsSearchList lifetime(long seconds) {
        Layouts.u32(bytes, LIFETIME, seconds);
        return this;
    }

    /// Writes the names; the option has been made long enough and is zero behind them.
    public DnsSearchList names(List<String> names) {
        DomainNames.write(names, bytes, FIXED_BYTES);
        return this;
    }
}

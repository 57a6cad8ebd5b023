package inaba.wire.mld;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// A message of MLDv1, RFC 2710 §3: Query, Report or Done. Every Query of MLDv2 begins the same.
public record ListenerMessage(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U16.withName("maximumResponseDelay"),
            U16.withName("reserved"),
            octets(Ipv6Address.BYTES).withName("multicastAddress"));

    private static final long DELAY = offset(LAYOUT, "maximumResponseDelay");
    private static final long GROUP = offset(LAYOUT, "multicastAddress");

    /// 24
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= BYTES;
    }

    public int type() {
        return Layouts.u8(bytes, 0);
    }

    /// Of a Query of MLDv1: milliseconds, 0..65535.
    public int maximumResponseDelay() {
        return Layouts.u16(bytes, DELAY);
    }

    /// [Ipv6Address#UNSPECIFIED] in a General Query.
    public Ipv6Address group() {
        return Ipv6Address.read(bytes, GROUP);
    }

    /// Writes the type and the group, and zero into every other field.
    public ListenerMessage start(int type, Ipv6Address group) {
        bytes.asSlice(0, BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, type);
        group.write(bytes, GROUP);
        return this;
    }

    /// @param millis 0..65535
    public ListenerMessage maximumResponseDelay(int millis) {
        Layouts.u16(bytes, DELAY, millis);
        return this;
    }
}

package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// An Ethernet II header without a VLAN tag, IEEE 802.3 §3.2.6; IPv6 in it is RFC 2464.
public record EthernetHeader(MemorySegment bytes, long at) {
    public static final int ETHERTYPE_IPV4 = 0x0800;
    public static final int ETHERTYPE_ARP = 0x0806;
    public static final int ETHERTYPE_IPV6 = 0x86dd;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            octets(6).withName("destination"), octets(6).withName("source"), U16.withName("etherType"));

    private static final long DESTINATION = offset(LAYOUT, "destination");
    private static final long SOURCE = offset(LAYOUT, "source");
    /// Where the type lies.
    public static final long ETHER_TYPE = offset(LAYOUT, "etherType");

    /// 14
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    /// Writes a whole header without a view.
    ///
    /// @param destination 48 bits, as `source`
    public static void write(MemorySegment s, long at, long destination, long source, int etherType) {
        s.set(Layouts.U64, at, destination << 16 | source >>> 32);
        s.set(Layouts.U32, at + 8, (int) source);
        s.set(Layouts.U16, at + 12, (short) etherType);
    }

    public MacAddress destination() {
        return MacAddress.read(bytes, at + DESTINATION);
    }

    /// The 48 bits of the destination, without an object.
    public long destinationValue() {
        return MacAddress.value(bytes, at + DESTINATION);
    }

    public MacAddress source() {
        return MacAddress.read(bytes, at + SOURCE);
    }

    /// The 48 bits of the source, without an object.
    public long sourceValue() {
        return MacAddress.value(bytes, at + SOURCE);
    }

    public int etherType() {
        return Layouts.u16(bytes, at + ETHER_TYPE);
    }

    public EthernetHeader destination(MacAddress a) {
        return destinationValue(a.value());
    }

    public EthernetHeader destinationValue(long value) {
        MacAddress.write(value, bytes, at + DESTINATION);
        return this;
    }

    public EthernetHeader source(MacAddress a) {
        return sourceValue(a.value());
    }

    public EthernetHeader sourceValue(long value) {
        MacAddress.write(value, bytes, at + SOURCE);
        return this;
    }

    public EthernetHeader etherType(int type) {
        Layouts.u16(bytes, at + ETHER_TYPE, type);
        return this;
    }
}

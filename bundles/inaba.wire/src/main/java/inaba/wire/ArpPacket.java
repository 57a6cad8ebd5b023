package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// An ARP packet for IPv4 on Ethernet, RFC 826: what follows the Ethernet header.
public record ArpPacket(MemorySegment bytes, long at) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U16.withName("hardwareType"),
            U16.withName("protocolType"),
            U8.withName("hardwareLength"),
            U8.withName("protocolLength"),
            U16.withName("operation"),
            octets(6).withName("senderHardware"),
            U32.withName("senderProtocol"),
            octets(6).withName("targetHardware"),
            U32.withName("targetProtocol"));

    private static final long PROTOCOL_TYPE = offset(LAYOUT, "protocolType");
    private static final long HARDWARE_LENGTH = offset(LAYOUT, "hardwareLength");
    private static final long PROTOCOL_LENGTH = offset(LAYOUT, "protocolLength");
    private static final long OPERATION = offset(LAYOUT, "operation");
    private static final long SENDER_HARDWARE = offset(LAYOUT, "senderHardware");
    private static final long SENDER_PROTOCOL = offset(LAYOUT, "senderProtocol");
    private static final long TARGET_HARDWARE = offset(LAYOUT, "targetHardware");
    private static final long TARGET_PROTOCOL = offset(LAYOUT, "targetProtocol");

    private static final int ETHERNET = 1;
    private static final int IPV4_BYTES = 4;

    /// 28
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    /// True for Ethernet addresses and IPv4: the fields are where they are looked for.
    public boolean isIpv4OverEthernet() {
        return Layouts.u16(bytes, at) == ETHERNET
                && Layouts.u16(bytes, at + PROTOCOL_TYPE) == EthernetHeader.ETHERTYPE_IPV4
                && Layouts.u8(bytes, at + HARDWARE_LENGTH) == MacAddress.BYTES
                && Layouts.u8(bytes, at + PROTOCOL_LENGTH) == IPV4_BYTES;
    }

    public int operation() {
        return Layouts.u16(bytes, at + OPERATION);
    }

    public MacAddress senderHardware() {
        return MacAddress.read(bytes, at + SENDER_HARDWARE);
    }

    public int senderProtocol() {
        return bytes.get(U32, at + SENDER_PROTOCOL);
    }

    public MacAddress targetHardware() {
        return MacAddress.read(bytes, at + TARGET_HARDWARE);
    }

    public int targetProtocol() {
        return bytes.get(U32, at + TARGET_PROTOCOL);
    }

    /// Writes types and lengths for Ethernet and IPv4, and the operation.
    public ArpPacket start(int operation) {
        Layouts.u16(bytes, at, ETHERNET);
        Layouts.u16(bytes, at + PROTOCOL_TYPE, EthernetHeader.ETHERTYPE_IPV4);
        Layouts.u8(bytes, at + HARDWARE_LENGTH, MacAddress.BYTES);
        Layouts.u8(bytes, at + PROTOCOL_LENGTH, IPV4_BYTES);
        Layouts.u16(bytes, at + OPERATION, operation);
        return this;
    }

    public ArpPacket sender(MacAddress hardware, int ipv4) {
        hardware.write(bytes, at + SENDER_HARDWARE);
        bytes.set(U32, at + SENDER_PROTOCOL, ipv4);
        return this;
    }

    public ArpPacket target(MacAddress hardware, int ipv4) {
        hardware.write(bytes, at + TARGET_HARDWARE);
        bytes.set(U32, at + TARGET_PROTOCOL, ipv4);
        return this;
    }
}

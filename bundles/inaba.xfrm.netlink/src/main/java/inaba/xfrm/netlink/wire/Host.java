package inaba.xfrm.netlink.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Integers in the host's order, and `xfrm_address_t`.
final class Host {
    static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
    static final MemoryLayout ADDRESS = Layouts.octets(Ipv6Address.BYTES);

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private Host() {}

    static int u8(MemorySegment s, long at) {
        return Layouts.u8(s, at);
    }

    static void u8(MemorySegment s, long at, int value) {
        s.set(JAVA_BYTE, at, (byte) value);
    }

    static int u16(MemorySegment s, long at) {
        return Short.toUnsignedInt(s.get(U16, at));
    }

    static void u16(MemorySegment s, long at, int value) {
        s.set(U16, at, (short) value);
    }

    static int u32(MemorySegment s, long at) {
        return s.get(U32, at);
    }

    static void u32(MemorySegment s, long at, int value) {
        s.set(U32, at, value);
    }

    static long u64(MemorySegment s, long at) {
        return s.get(U64, at);
    }

    static void u64(MemorySegment s, long at, long value) {
        s.set(U64, at, value);
    }

    static int family(IpFamily family) {
        return family == IpFamily.IPV4 ? AF_INET : AF_INET6;
    }

    static Ipv6Address address(MemorySegment s, long at, int family) {
        return family == AF_INET ? Ipv6Address.ofIpv4(s.get(Layouts.U32, at)) : Ipv6Address.read(s, at);
    }

    /// The mapped address that is no address is written as zeros, as each is in its family.
    static void address(MemorySegment s, long at, Ipv6Address address) {
        if (address.isMapped()) {
            s.set(Layouts.U32, at, address.toIpv4());
        } else {
            address.write(s, at);
        }
    }
}

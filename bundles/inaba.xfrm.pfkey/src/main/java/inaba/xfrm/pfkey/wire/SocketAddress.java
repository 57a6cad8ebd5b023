package inaba.xfrm.pfkey.wire;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// `struct sockaddr_in` or `sockaddr_in6`: family, port, address.
///
/// @param bytes begins with it; there may be more
public record SocketAddress(MemorySegment bytes) {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int PORT = 2;
    private static final int IPV4 = 4;
    private static final int IPV6 = 8;
    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;

    /// @throws IllegalArgumentException when it is of another family, or does not fit
    public SocketAddress {
        if (bytes.byteSize() < 2 || bytes.byteSize() < size(Host.u16(bytes, 0))) {
            throw new IllegalArgumentException("an address does not fit");
        }
    }

    private static int size(int family) {
        return switch (family) {
            case AF_INET -> IPV4_BYTES;
            case AF_INET6 -> IPV6_BYTES;
            default -> throw new IllegalArgumentException("no such address family: " + family);
        };
    }

    /// Octets that it takes.
    public int size() {
        return size(Host.u16(bytes, 0));
    }

    public static int size(IpFamily family) {
        return family == IpFamily.IPV4 ? IPV4_BYTES : IPV6_BYTES;
    }

    public Ipv6Address address() {
        return Host.u16(bytes, 0) == AF_INET
                ? Ipv6Address.ofIpv4(bytes.get(Layouts.U32, IPV4))
                : Ipv6Address.read(bytes, IPV6);
    }

    public int port() {
        return Layouts.u16(bytes, PORT);
    }

    public static void write(MemorySegment to, IpFamily family, Ipv6Address address, int port) {
        Host.u16(to, 0, family == IpFamily.IPV4 ? AF_INET : AF_INET6);
        Layouts.u16(to, PORT, port);
        if (family == IpFamily.IPV6) {
            address.write(to, IPV6);
        } else if (address.isMapped()) {
            to.set(Layouts.U32, IPV4, address.toIpv4());
        }
    }
}

package inaba.xfrm.pfkey.wire;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;

/// An address, RFC 2367 §2.3.3: `struct sadb_address`, and a socket address behind it.
public record AddressExtension(MemorySegment bytes) {
    private static final int PROTOCOL = 4;
    private static final int PREFIX_LENGTH = 5;
    private static final int FIXED = 8;

    /// The fewest octets: those of IPv4.
    public static final int FEWEST = FIXED + 16;

    public static int octets(IpFamily family) {
        return FIXED + SocketAddress.size(family);
    }

    public int protocol() {
        return Layouts.u8(bytes, PROTOCOL);
    }

    public SocketAddress address() {
        return new SocketAddress(bytes.asSlice(FIXED));
    }

    /// @throws IllegalArgumentException when the length is too long for the family
    public Prefix prefix() {
        var address = address().address();
        int length =
                Layouts.u8(bytes, PREFIX_LENGTH) + IpFamily.of(address).all().length();
        if (length > 128) {
            throw new IllegalArgumentException("no such prefix length");
        }
        return Prefix.of(address, length);
    }

    public AddressExtension all(int protocol, Prefix prefix, int port) {
        var family = IpFamily.of(prefix);
        Layouts.u8(bytes, PROTOCOL, protocol);
        Layouts.u8(bytes, PREFIX_LENGTH, family.length(prefix.length()));
        SocketAddress.write(bytes.asSlice(FIXED), family, prefix.address(), port);
        return this;
    }

    public AddressExtension host(Ipv6Address address, IpFamily family) {
        Layouts.u8(bytes, PREFIX_LENGTH, family.length(128));
        SocketAddress.write(bytes.asSlice(FIXED), family, address, 0);
        return this;
    }
}

package inaba.tunnel.core;

import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// IPv4 addresses inside IPv6 ones: 6rd (RFC 5969 §4) and 6to4 (RFC 3056 §2).
///
/// @param high first eight octets of the prefix
/// @param length of the prefix, in bits
/// @param bits of an IPv4 address that follow the prefix, 1 to 32
/// @param shared the bits in front of them, which all IPv4 addresses of the domain have
/// @param publicly only addresses that lead through the whole Internet count (RFC 3056 §2)
public record Embedding(long high, int length, int bits, int shared, boolean publicly) {
    /// What [#of] answers where there is none.
    public static final int NONE = 0;

    private static final int HALF = 64;
    private static final int IPV4_BITS = 32;
    private static final Embedding SIX_TO_FOUR = new Embedding(0x2002L << 48, 16, IPV4_BITS, 0, true);

    public static Embedding sixToFour() {
        return SIX_TO_FOUR;
    }

    /// @param prefix of the IPv6 domain
    /// @param common of its IPv4 addresses; its bits are left away
    /// @throws IllegalArgumentException when prefix and address do not leave room for a /64
    public static Embedding sixRd(Prefix prefix, Prefix common) {
        int ipv4Length = common.length() - (128 - IPV4_BITS);
        int bits = IPV4_BITS - ipv4Length;
        if (bits < 1 || prefix.length() + bits > HALF) {
            throw new IllegalArgumentException(
                    "a /" + prefix.length() + " leaves no room for " + bits + " bits of an IPv4 address within 64");
        }
        return new Embedding(
                prefix.address().high(), prefix.length(), bits, common.address().toIpv4(), false);
    }

    /// True for an address of the domain.
    public boolean contains(long addressHigh) {
        return length == 0 || (addressHigh ^ high) >>> HALF - length == 0;
    }

    /// The IPv4 address of the other end, or [#NONE] where it cannot be one.
    public int of(long addressHigh) {
        if (!contains(addressHigh)) {
            return NONE;
        }
        int ipv4 = shared | (int) (addressHigh << length >>> HALF - bits);
        return usable(ipv4) ? ipv4 : NONE;
    }

    /// The IPv6 prefix of an IPv4 address of the domain.
    public Prefix delegated(int ipv4) {
        long own = Integer.toUnsignedLong(bits == IPV4_BITS ? ipv4 : ipv4 & (1 << bits) - 1);
        return Prefix.of(new Ipv6Address(high | own << HALF - length - bits, 0), length + bits);
    }

    private boolean usable(int ipv4) {
        int net = ipv4 >>> 24;
        boolean anywhere = net != 0 && net != 127 && ipv4 >>> 28 < 0xe && !Ipv6Address.isIpv4LinkLocal(ipv4);
        boolean closed = net == 10 || ipv4 >>> 20 == 0xac1 || ipv4 >>> 16 == 0xc0a8;
        return anywhere && !(publicly && closed);
    }
}

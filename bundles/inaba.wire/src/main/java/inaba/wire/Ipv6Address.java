package inaba.wire;

import static inaba.wire.Layouts.U64;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An IPv6 address, RFC 4291: the 128 bits of the wire as two longs, ordered as unsigned numbers.
///
/// An IPv4 address is held as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), and the questions below are answered for it as IPv4
/// answers them: 224.0.0.0/4 is multicast, 169.254.0.0/16 link-local, 127.0.0.0/8 loopback, 0.0.0.0 unspecified. The
/// static ones, for the packet path, look at an IPv6 address only. Scopes are the numbers of RFC 4291 §2.7.
public record Ipv6Address(long high, long low) implements Comparable<Ipv6Address> {
    public static final int BYTES = 16;

    public static final int SCOPE_INTERFACE = 1;
    public static final int SCOPE_LINK = 2;
    public static final int SCOPE_SITE = 5;
    public static final int SCOPE_ORGANIZATION = 8;
    public static final int SCOPE_GLOBAL = 14;

    public static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);
    public static final Ipv6Address LOOPBACK = new Ipv6Address(0, 1);
    /// ff02::1, RFC 4291 §2.7.1
    public static final Ipv6Address ALL_NODES = new Ipv6Address(0xff02L << 48, 1);
    /// ff02::2, RFC 4291 §2.7.1
    public static final Ipv6Address ALL_ROUTERS = new Ipv6Address(0xff02L << 48, 2);
    /// ff02::16, RFC 3810 §5.2.14
    public static final Ipv6Address ALL_MLDV2_ROUTERS = new Ipv6Address(0xff02L << 48, 0x16);

    private static final long LINK_LOCAL_HIGH = 0xfe80L << 48;
    private static final long MAPPED_LOW = 0xffffL << 32;
    private static final long SOLICITED_HIGH = 0xff02L << 48;
    private static final long SOLICITED_LOW = 0x1_ff00_0000L; // ff02::1:ff00:0/104, §2.7.1

    /// Reads any text form of RFC 4291 §2.2. A zone (`%lan`) is refused: see [ScopedAddress].
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static Ipv6Address parse(String text) {
        return Ipv6Text.parse(text);
    }

    /// The address in the 16 octets from `at`.
    public static Ipv6Address read(MemorySegment s, long at) {
        return new Ipv6Address(high(s, at), low(s, at));
    }

    /// The first eight octets of the address at `at`, without an object.
    public static long high(MemorySegment s, long at) {
        return s.get(U64, at);
    }

    /// The last eight octets of the address at `at`, without an object.
    public static long low(MemorySegment s, long at) {
        return s.get(U64, at + 8);
    }

    /// Writes the 16 octets from `at`.
    public void write(MemorySegment s, long at) {
        s.set(U64, at, high);
        s.set(U64, at + 8, low);
    }

    /// `::ffff:a.b.c.d` for the 32 bits of an IPv4 address, RFC 4291 §2.5.5.2.
    public static Ipv6Address ofIpv4(int ipv4) {
        return new Ipv6Address(0, MAPPED_LOW | Integer.toUnsignedLong(ipv4));
    }

    /// fe80::/64 with this interface identifier, RFC 4291 §2.5.6.
    public static Ipv6Address linkLocal(long interfaceId) {
        return new Ipv6Address(LINK_LOCAL_HIGH, interfaceId);
    }

    /// The last 32 bits: the IPv4 address of a mapped one.
    public int toIpv4() {
        return (int) low;
    }

    /// This address with its last 64 bits replaced.
    public Ipv6Address withInterfaceId(long interfaceId) {
        return new Ipv6Address(high, interfaceId);
    }

    public boolean isUnspecified() {
        return high == 0 && (low == 0 || low == MAPPED_LOW);
    }

    public boolean isLoopback() {
        return high == 0 && (low == 1 || low >>> 24 == (MAPPED_LOW | 127L << 24) >>> 24);
    }

    /// ff00::/8, or 224.0.0.0/4
    public boolean isMulticast() {
        return isMulticast(high) || isMapped() && isIpv4Multicast((int) low);
    }

    /// 224.0.0.0/4, of the 32 bits of an IPv4 address.
    public static boolean isIpv4Multicast(int ipv4) {
        return ipv4 >>> 28 == 0xe;
    }

    /// ff00::/8, of an address whose first eight octets are `high`.
    public static boolean isMulticast(long high) {
        return high >>> 56 == 0xff;
    }

    /// fe80::/10, or 169.254.0.0/16
    public boolean isLinkLocal() {
        return isLinkLocal(high) || isMapped() && isIpv4LinkLocal((int) low);
    }

    /// 169.254.0.0/16, RFC 3927 §2.1, of the 32 bits of an IPv4 address.
    public static boolean isIpv4LinkLocal(int ipv4) {
        return ipv4 >>> 16 == 0xa9fe;
    }

    /// fe80::/10, of an address whose first eight octets are `high`.
    public static boolean isLinkLocal(long high) {
        return high >>> 54 == 0xfe80 >>> 6;
    }

    /// fec0::/10, deprecated by RFC 3879.
    public boolean isSiteLocal() {
        return high >>> 54 == 0xfec0 >>> 6;
    }

    /// fc00::/7, RFC 4193 §3.1
    public boolean isUniqueLocal() {
        return high >>> 57 == 0xfc >>> 1;
    }

    /// ::ffff:0:0/96, RFC 4291 §2.5.5.2
    public boolean isMapped() {
        return isMapped(high, low);
    }

    /// ::ffff:0:0/96, without an object.
    public static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /// Global unicast, RFC 4291 §2.4: whatever has no other type. Unique local addresses are among them, as their
    /// scope is global (RFC 4193 §3.3).
    public boolean isGlobal() {
        return !isMulticast() && scope() == SCOPE_GLOBAL;
    }

    /// The `scop` field of a multicast address, 0..15, RFC 4291 §2.7; of no meaning for others. 224.0.0.0/24 is of the
    /// link, and for the rest of IPv4's addresses RFC 2365 §8 gives the numbers.
    public int multicastScope() {
        if (!isMapped()) {
            return multicastScope(high);
        }
        int ipv4 = (int) low;
        if (ipv4 >>> 8 == 0xe0_0000 || ipv4 >>> 16 == 0xefff) {
            return SCOPE_LINK;
        }
        return ipv4 >>> 18 == 0xefc0 >>> 2 ? SCOPE_ORGANIZATION : SCOPE_GLOBAL;
    }

    /// As [#multicastScope()], of an IPv6 address whose first eight octets are `high`.
    public static int multicastScope(long high) {
        return (int) (high >>> 48) & 0xf;
    }

    /// The scope, 0..15: of unicast as RFC 6724 §3.1 and §3.2 say it (loopback counts as link-local), of multicast as
    /// the address says it. The unspecified address has none (RFC 4007 §4) and gives 0.
    public int scope() {
        if (isMulticast()) {
            return multicastScope();
        }
        if (isUnspecified()) {
            return 0;
        }
        if (isLinkLocal() || isLoopback()) { // RFC 6724 §3.2 for IPv4
            return SCOPE_LINK;
        }
        return isSiteLocal() ? SCOPE_SITE : SCOPE_GLOBAL;
    }

    /// ff02::1:ffXX:XXXX, RFC 4291 §2.7.1
    public Ipv6Address solicitedNode() {
        return new Ipv6Address(SOLICITED_HIGH, SOLICITED_LOW | low & 0xff_ffff);
    }

    /// ff02::1:ff00:0/104
    public boolean isSolicitedNode() {
        return high == SOLICITED_HIGH && (low & ~0xff_ffffL) == SOLICITED_LOW;
    }

    /// How many leading bits both addresses share, 0..128.
    public int commonPrefixLength(Ipv6Address other) {
        long differing = high ^ other.high;
        return differing != 0 ? Long.numberOfLeadingZeros(differing) : 64 + Long.numberOfLeadingZeros(low ^ other.low);
    }

    /// Hashed with a secret: see [KeyedHash].
    @Override
    public int hashCode() {
        return KeyedHash.of(high, low);
    }

    @Override
    public int compareTo(Ipv6Address other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /// The canonical text of RFC 5952; a mapped address ends in dotted decimal.
    /// As a record's: written out because tables of many routes ask for it all the time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ipv6Address(long otherHigh, long otherLow) && high == otherHigh && low == otherLow;
    }

    @Override
    public String toString() {
        return Ipv6Text.print(this);
    }
}

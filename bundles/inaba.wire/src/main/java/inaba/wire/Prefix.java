package inaba.wire;

import org.jspecify.annotations.Nullable;

/// An IPv6 prefix, RFC 4291 §2.3: the first `length` bits, 0..128, and nothing behind them.
///
/// Ordered by address, then the shorter one first, so that a prefix comes right before what it covers.
///
/// @throws IllegalArgumentException if the length is out of range or a bit behind it is set
public record Prefix(Ipv6Address address, int length) implements Comparable<Prefix> {
    /// ::/0
    public static final Prefix ALL = new Prefix(Ipv6Address.UNSPECIFIED, 0);

    public Prefix {
        checkLength(length);
        if ((address.high() & ~maskHigh(length) | address.low() & ~maskLow(length)) != 0) {
            Ipv6Address masked = masked(address, length);
            throw new IllegalArgumentException("'" + address + "/" + length
                    + "' has bits set behind its length: the prefix is " + masked + "/" + length);
        }
    }

    /// The prefix of this length that `address` lies in.
    public static Prefix of(Ipv6Address address, int length) {
        checkLength(length);
        return new Prefix(masked(address, length), length);
    }

    /// Reads `2001:db8::/64`; a bare address means /128.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Prefix(Ipv6Address.parse(text), 128)
                : new Prefix(Ipv6Address.parse(text.substring(0, slash)), parseLength(text, slash));
    }

    /// The number behind the slash at `slash`, 0..128.
    static int parseLength(String text, int slash) {
        int digits = text.length() - slash - 1;
        int length = digits == 0 || digits > 3 ? -1 : 0;
        for (int i = slash + 1; i < text.length() && length >= 0; i++) {
            char c = text.charAt(i);
            length = c >= '0' && c <= '9' ? 10 * length + c - '0' : -1;
        }
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("'" + text + "': the prefix length '" + text.substring(slash + 1)
                    + "' is not a number from 0 to 128");
        }
        return length;
    }

    static void checkLength(int length) {
        if (length < 0 || length > 128) {
            throw new IllegalArgumentException("a prefix length is 0 to 128, not " + length);
        }
    }

    /// The first eight octets of the mask of `length` 0..128.
    public static long maskHigh(int length) {
        return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    }

    /// The last eight octets of the mask of `length` 0..128.
    public static long maskLow(int length) {
        return length <= 64 ? 0 : -1L << (128 - length);
    }

    private static Ipv6Address masked(Ipv6Address a, int length) {
        return new Ipv6Address(a.high() & maskHigh(length), a.low() & maskLow(length));
    }

    /// The mask as an address: `length` ones, then zeros.
    public Ipv6Address mask() {
        return new Ipv6Address(maskHigh(length), maskLow(length));
    }

    public boolean contains(Ipv6Address a) {
        return contains(a.high(), a.low());
    }

    /// As [#contains(Ipv6Address)], without an object.
    public boolean contains(long high, long low) {
        return ((high ^ address.high()) & maskHigh(length) | (low ^ address.low()) & maskLow(length)) == 0;
    }

    /// True if every address of `other` is in this prefix; a prefix covers itself.
    public boolean covers(Prefix other) {
        return length <= other.length && contains(other.address);
    }

    @Override
    public int compareTo(Prefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    /// As a record's: written out because tables of many routes ask for it all the time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Prefix(var otherAddress, int otherLength)
                && length == otherLength
                && address.equals(otherAddress);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + length;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}

package inaba.wire;

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
        Ipv6Address masked = masked(address, length);
        if (!masked.equals(address)) {
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
        String digits = text.substring(slash + 1);
        boolean number =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(digits) > 128) {
            throw new IllegalArgumentException(
                    "'" + text + "': the prefix length '" + digits + "' is not a number from 0 to 128");
        }
        return Integer.parseInt(digits);
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

    @Override
    public String toString() {
        return address + "/" + length;
    }
}

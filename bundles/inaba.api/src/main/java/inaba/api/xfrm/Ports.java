package inaba.api.xfrm;

/// A range of ports, both ends included, or all of them; also a range of ICMP types, ICMP codes or Mobility Header
/// types (RFC 4301 §4.4.1.1).
public record Ports(int first, int last) {
    public static final Ports ANY = new Ports(0, 0xffff);

    public Ports {
        if (first < 0 || last < first || last > 0xffff) {
            throw new IllegalArgumentException(first + "-" + last + " is no range within 0 to 65535");
        }
    }

    public static Ports of(int one) {
        return new Ports(one, one);
    }

    /// Reads `500`, `1000-2000` or `any`.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Ports parse(String text) {
        if (text.equals("any")) {
            return ANY;
        }
        int dash = text.indexOf('-');
        return dash < 0
                ? of(Integer.parseInt(text))
                : new Ports(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    public boolean isAny() {
        return first == 0 && last == 0xffff;
    }

    public boolean isOne() {
        return first == last;
    }

    /// @param port -1 where the packet does not show it: only all ports hold that one (RFC 4301 §4.4.1.1, OPAQUE)
    public boolean holds(int port) {
        return isAny() || port >= first && port <= last;
    }

    @Override
    public String toString() {
        return isAny() ? "any" : isOne() ? Integer.toString(first) : first + "-" + last;
    }
}

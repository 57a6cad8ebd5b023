package inaba.wire;

/// The two families of addresses. One type and one set of tables hold both: an IPv4 address is `::ffff:a.b.c.d` and an
/// IPv4 prefix has 96 bits more than people say. This is where people's words and those numbers meet.
public enum IpFamily {
    IPV6(EthernetHeader.ETHERTYPE_IPV6, "IPv6", Prefix.ALL),
    IPV4(EthernetHeader.ETHERTYPE_IPV4, "IPv4", new Prefix(Ipv6Address.ofIpv4(0), 96));

    private final int etherType;
    private final String text;
    private final Prefix all;

    IpFamily(int etherType, String text, Prefix all) {
        this.etherType = etherType;
        this.text = text;
        this.all = all;
    }

    public static IpFamily of(Ipv6Address address) {
        return address.isMapped() ? IPV4 : IPV6;
    }

    public static IpFamily of(Prefix prefix) {
        return prefix.length() >= IPV4.all.length() ? of(prefix.address()) : IPV6;
    }

    public int etherType() {
        return etherType;
    }

    /// Every address of the family: `::/0` or `0.0.0.0/0`.
    public Prefix all() {
        return all;
    }

    /// The length of a prefix as people say it, 0..128 or 0..32.
    public int length(int bits) {
        return bits - all.length();
    }

    /// Reads an address of this family.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public Ipv6Address parseAddress(String address) {
        return this == IPV4 ? Ipv6Address.ofIpv4(Ipv4Text.parse(address)) : Ipv6Address.parse(address);
    }

    /// Reads a prefix, or an address, which means one of full length.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public Prefix parsePrefix(String prefix) {
        if (this == IPV6) {
            return Prefix.parse(prefix);
        }
        int slash = prefix.indexOf('/');
        return slash < 0
                ? new Prefix(parseAddress(prefix), 128)
                : new Prefix(parseAddress(prefix.substring(0, slash)), parseLength(prefix, slash));
    }

    /// Reads an address with its prefix length, `10.0.0.1/24`.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public InterfaceAddress parseInterfaceAddress(String address) {
        int slash = address.indexOf('/');
        if (this == IPV6 || slash < 0) {
            return InterfaceAddress.parse(address);
        }
        return new InterfaceAddress(parseAddress(address.substring(0, slash)), parseLength(address, slash));
    }

    /// An address as people of its family write it: `10.0.0.1` where [Ipv6Address#toString] says `::ffff:10.0.0.1`.
    public static String text(Ipv6Address address) {
        return address.isMapped() ? Ipv4Text.print(address.toIpv4()) : address.toString();
    }

    /// A prefix as people of its family write it, `10.0.0.0/8`.
    public static String text(Prefix prefix) {
        return text(prefix.address()) + "/" + of(prefix).length(prefix.length());
    }

    /// `IPv4`
    @Override
    public String toString() {
        return text;
    }

    private int parseLength(String prefix, int slash) {
        int length = Prefix.parseLength(prefix, slash);
        if (length > length(128)) {
            throw new IllegalArgumentException(
                    "'" + prefix + "': an " + text + " prefix has at most " + length(128) + " bits");
        }
        return all.length() + length;
    }
}

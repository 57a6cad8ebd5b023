package inaba.wire;

/// An address and the length of the prefix it lives in, as one writes it on an interface: RFC 4291 §2.3.
///
/// @throws IllegalArgumentException if the length is not 0..128
public record InterfaceAddress(Ipv6Address address, int length) {
    public InterfaceAddress {
        Prefix.checkLength(length);
    }

    /// Reads `fe80::1/64`; the length is required.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' needs a prefix length, such as " + text + "/64");
        }
        return new InterfaceAddress(Ipv6Address.parse(text.substring(0, slash)), Prefix.parseLength(text, slash));
    }

    /// The prefix the address lives in.
    public Prefix prefix() {
        return Prefix.of(address, length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}

package inaba.wire;

import org.jspecify.annotations.Nullable;

/// An address and the zone it belongs to, `fe80::2%lan`: RFC 4007 §11. Without a zone the default one is meant.
///
/// @throws IllegalArgumentException if the zone is empty
public record ScopedAddress(Ipv6Address address, @Nullable String zone) {
    public ScopedAddress {
        if (zone != null && zone.isEmpty()) {
            throw new IllegalArgumentException("'" + address + "%' names no zone behind its '%'");
        }
    }

    /// Reads an address with or without `%zone`; the zone is whatever follows the `%`.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static ScopedAddress parse(String text) {
        return parse(text, IpFamily.IPV6);
    }

    /// As [#parse(String)], of an address of this family.
    public static ScopedAddress parse(String text, IpFamily family) {
        int percent = text.indexOf('%');
        return percent < 0
                ? new ScopedAddress(family.parseAddress(text), null)
                : new ScopedAddress(family.parseAddress(text.substring(0, percent)), text.substring(percent + 1));
    }

    @Override
    public String toString() {
        return zone == null ? IpFamily.text(address) : IpFamily.text(address) + "%" + zone;
    }
}

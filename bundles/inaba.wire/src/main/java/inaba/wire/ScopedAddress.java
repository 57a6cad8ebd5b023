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
        int percent = text.indexOf('%');
        return percent < 0
                ? new ScopedAddress(Ipv6Address.parse(text), null)
                : new ScopedAddress(Ipv6Address.parse(text.substring(0, percent)), text.substring(percent + 1));
    }

    @Override
    public String toString() {
        return zone == null ? address.toString() : address + "%" + zone;
    }
}

package inaba.api.xfrm;

import java.util.Locale;

/// How a transform is applied, RFC 4301 §4.1.
public enum Mode {
    /// Between the IP header and what it carries.
    TRANSPORT,
    /// The whole packet is carried in another.
    TUNNEL;

    /// `tunnel`
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

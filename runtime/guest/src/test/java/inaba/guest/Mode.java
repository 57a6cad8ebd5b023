package inaba.guest;

import java.util.List;
import java.util.Locale;

/// A tunnel's mode, by the name that the appliance and iproute2 share.
enum Mode {
    SIT(4, List.of(6), 20, "sit mode ip6ip"),
    IPIP(4, List.of(4), 20, "ipip mode ipip"),
    GRE(4, List.of(4, 6), 24, "gre"),
    IP6IP6(6, List.of(6), 40, "ip6tnl mode ip6ip6"),
    IPIP6(6, List.of(4), 40, "ip6tnl mode ipip6"),
    ANY(6, List.of(4, 6), 40, "ip6tnl mode any"),
    IP6GRE(6, List.of(4, 6), 44, "ip6gre");

    private static final int ENCAPSULATION_LIMIT = 8;
    private static final int GRE_FIELD = 4;

    private final int outer;
    private final List<Integer> inner;
    private final int overhead;
    private final String linuxType;

    Mode(int outer, List<Integer> inner, int overhead, String linuxType) {
        this.outer = outer;
        this.inner = inner;
        this.overhead = overhead;
        this.linuxType = linuxType;
    }

    /// The family of the underlay, 4 or 6.
    int outer() {
        return outer;
    }

    /// The families that it carries.
    List<Integer> inner() {
        return inner;
    }

    boolean isGre() {
        return this == GRE || this == IP6GRE;
    }

    /// Bytes before an inner packet.
    ///
    /// @param options as after `tunnel add`: `key 7 seq csum`, `encaplimit none`; RFC 2473 §6.6: a limit is the
    /// default
    int overhead(String options) {
        int bytes = overhead;
        for (var word : options.split(" ")) {
            bytes += word.matches("key|seq|csum") ? GRE_FIELD : 0;
        }
        return bytes + (outer == 6 && !options.contains("encaplimit none") ? ENCAPSULATION_LIMIT : 0);
    }

    /// After `ip link add NAME type`.
    String linuxType() {
        return linuxType;
    }

    /// As people write it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package inaba.tunnel.core;

import inaba.wire.Ipv6Header;

/// How long packets in a tunnel may be, RFC 4213 §3.2 and RFC 2473 §6.7 and §7.
public final class TunnelMtu {
    private TunnelMtu() {}

    /// @param configured by a person, or 0 where it follows the path
    /// @param path MTU towards the other end, or 0 where nothing is known of it
    /// @param overhead bytes of all that is put before a packet
    public static int of(int configured, int path, int overhead) {
        if (configured != 0) {
            return configured;
        }
        return path == 0 ? Ipv6Header.MIN_MTU : Math.max(Ipv6Header.MIN_MTU, path - overhead);
    }

    /// True when outer packets carry DF: RFC 4213 §3.2.2. A path that is narrower than IPv6 allows, and a fixed MTU
    /// (§3.2.1), need fragments.
    public static boolean dontFragment(boolean discovers, int path, int overhead) {
        return discovers && path - overhead >= Ipv6Header.MIN_MTU;
    }
}

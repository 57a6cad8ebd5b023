package inaba.addrconf.core;

/// Interface identifiers that no node may choose, RFC 5453 §3 and the registry that it made.
public final class ReservedIdentifiers {
    private static final long ETHERNET_BLOCK = 0x0200_5eff_fe00_0000L;
    private static final long ETHERNET_MASK = 0xffff_ffff_ff00_0000L;
    private static final long ANYCAST_BLOCK = 0xfdff_ffff_ffff_ff80L;
    private static final long ANYCAST_MASK = 0xffff_ffff_ffff_ff80L;

    private ReservedIdentifiers() {}

    /// Subnet-Router anycast (RFC 4291 §2.6.1), the identifiers of IANA's Ethernet block, and the subnet anycast
    /// addresses of RFC 2526.
    public static boolean contain(long identifier) {
        return identifier == 0
                || (identifier & ETHERNET_MASK) == ETHERNET_BLOCK
                || (identifier & ANYCAST_MASK) == ANYCAST_BLOCK;
    }
}

package inaba.raguard.core;

import inaba.api.link.RaGuardRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;

/// The policy of one link, ready for the workers: it allocates nothing.
public final class Policy {
    private static final int FLAGS_AT = 5;
    private static final int PREFERENCE_SHIFT = 3;
    private static final int OPTION_UNIT = 8;
    private static final int PREFIX_LENGTH_AT = 2;
    private static final int PREFIX_AT = 16;
    /// Wire values of RFC 4191 §2.1 by rank: the reserved one counts as medium.
    private static final int[] RANK = {1, 2, 1, 0};

    private final boolean routers;
    private final long[] sources;
    private final long[] macs;
    private final Prefix[] prefixes;
    private final int highest;

    public Policy(RaGuardRow row) {
        routers = row.routers();
        sources = row.sources().stream()
                .flatMapToLong(a -> LongStream.of(a.high(), a.low()))
                .toArray();
        macs = row.macs().stream().mapToLong(MacAddress::value).toArray();
        prefixes = row.prefixes().toArray(Prefix[]::new);
        highest = row.highest().ordinal();
    }

    /// @param packet from its IPv6 header on
    /// @return DELIVER, or why it is refused
    public Verdict of(Packet packet) {
        var s = packet.memory();
        long end = packet.end();
        long at = packet.network() + Ipv6Header.BYTES;
        int protocol = Layouts.u8(s, packet.network() + Ipv6Header.NEXT_HEADER);
        boolean first = false;
        while (IpProtocol.isExtension(protocol)) {
            if (!ExtensionHeader.fits(protocol, s, at, end)) {
                return first ? RaGuardDrop.CHAIN_INCOMPLETE : Verdict.Go.DELIVER;
            }
            if (protocol == IpProtocol.FRAGMENT) {
                var fragment = new FragmentHeader(s, at);
                if (fragment.offset() > 0) {
                    return Verdict.Go.DELIVER; // without its first fragment it is nothing
                }
                first = !fragment.isAtomic();
            }
            var header = new ExtensionHeader(s, at);
            at += header.lengthBytes(protocol);
            protocol = header.nextHeader();
        }
        if (protocol != IpProtocol.ICMPV6) {
            return Verdict.Go.DELIVER;
        }
        if (at >= end) {
            return first ? RaGuardDrop.CHAIN_INCOMPLETE : Verdict.Go.DELIVER;
        }
        return Layouts.u8(s, at) == RouterAdvertisement.TYPE ? advertisement(packet, s, at, end) : Verdict.Go.DELIVER;
    }

    private Verdict advertisement(Packet packet, MemorySegment s, long at, long end) {
        if (!routers) {
            return RaGuardDrop.NO_ROUTERS_HERE;
        }
        if (sources.length > 0 && !isSource(s, packet.network() + Ipv6Header.SOURCE)) {
            return RaGuardDrop.SOURCE;
        }
        if (macs.length > 0 && !isMac(s, packet.network() - EthernetHeader.BYTES)) {
            return RaGuardDrop.MAC;
        }
        if (end - at < RouterAdvertisement.FIXED_BYTES) {
            return RaGuardDrop.MALFORMED;
        }
        if (RANK[Layouts.u8(s, at + FLAGS_AT) >>> PREFERENCE_SHIFT & 0b11] > highest) {
            return RaGuardDrop.PREFERENCE;
        }
        return prefixes.length == 0 ? Verdict.Go.DELIVER : options(s, at + RouterAdvertisement.FIXED_BYTES, end);
    }

    private boolean isSource(MemorySegment s, long at) {
        long high = Ipv6Address.high(s, at);
        long low = Ipv6Address.low(s, at);
        for (int i = 0; i < sources.length; i += 2) {
            if (sources[i] == high && sources[i + 1] == low) {
                return true;
            }
        }
        return false;
    }

    private boolean isMac(MemorySegment s, long frame) {
        if (frame < 0) {
            return false;
        }
        long from = new EthernetHeader(s, frame).sourceValue();
        for (long mac : macs) {
            if (mac == from) {
                return true;
            }
        }
        return false;
    }

    private Verdict options(MemorySegment s, long from, long end) {
        long at = from;
        while (at < end) {
            long length = end - at < 2 ? 0 : (long) Layouts.u8(s, at + 1) * OPTION_UNIT;
            if (length == 0 || length > end - at) {
                return RaGuardDrop.MALFORMED;
            }
            if (Layouts.u8(s, at) == PrefixInformation.TYPE && length == PrefixInformation.BYTES && !isAllowed(s, at)) {
                return RaGuardDrop.PREFIX;
            }
            at += length;
        }
        return Verdict.Go.DELIVER;
    }

    private boolean isAllowed(MemorySegment s, long option) {
        int length = Byte.toUnsignedInt(s.get(ValueLayout.JAVA_BYTE, option + PREFIX_LENGTH_AT));
        long high = Ipv6Address.high(s, option + PREFIX_AT);
        long low = Ipv6Address.low(s, option + PREFIX_AT);
        for (var prefix : prefixes) {
            if (length >= prefix.length() && prefix.contains(high, low)) {
                return true;
            }
        }
        return false;
    }
}

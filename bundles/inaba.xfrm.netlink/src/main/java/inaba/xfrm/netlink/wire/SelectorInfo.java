package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;

import inaba.api.xfrm.Ports;
import inaba.api.xfrm.Selector;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_selector`.
public record SelectorInfo(MemorySegment bytes) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.ADDRESS.withName("destination"),
            Host.ADDRESS.withName("source"),
            Layouts.U16.withName("destinationPort"),
            Layouts.U16.withName("destinationMask"),
            Layouts.U16.withName("sourcePort"),
            Layouts.U16.withName("sourceMask"),
            Host.U16.withName("family"),
            Layouts.U8.withName("destinationLength"),
            Layouts.U8.withName("sourceLength"),
            Layouts.U8.withName("protocol"),
            paddingLayout(3),
            Host.U32.withName("link"),
            Host.U32.withName("user"));

    private static final long SOURCE = offset(LAYOUT, "source");
    private static final long DESTINATION_PORT = offset(LAYOUT, "destinationPort");
    private static final long SOURCE_PORT = offset(LAYOUT, "sourcePort");
    private static final long FAMILY = offset(LAYOUT, "family");
    private static final long DESTINATION_LENGTH = offset(LAYOUT, "destinationLength");
    private static final long SOURCE_LENGTH = offset(LAYOUT, "sourceLength");
    private static final long PROTOCOL = offset(LAYOUT, "protocol");
    private static final long LINK = offset(LAYOUT, "link");
    private static final int ALL = 0xffff;

    /// 56
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// @param otherwise the family where none is said; then it means all packets of it, as in Linux
    /// @throws IllegalArgumentException when there is no such selector
    public Selector selector(IpFamily otherwise) {
        int said = Host.u16(bytes, FAMILY);
        if (said == 0) {
            return Selector.all(otherwise);
        }
        if (said != Host.AF_INET && said != Host.AF_INET6) {
            throw new IllegalArgumentException("no such address family: " + said);
        }
        int protocol = Host.u8(bytes, PROTOCOL);
        return new Selector(
                prefix(SOURCE, SOURCE_LENGTH, said),
                prefix(0, DESTINATION_LENGTH, said),
                protocol == 0 ? Selector.ANY : protocol,
                ports(SOURCE_PORT),
                ports(DESTINATION_PORT),
                Host.u32(bytes, LINK));
    }

    private Prefix prefix(long at, long lengthAt, int family) {
        int length = Host.u8(bytes, lengthAt);
        int all = family == Host.AF_INET ? 96 : 0;
        if (length + all > 128) {
            throw new IllegalArgumentException("no such prefix length: " + length);
        }
        return Prefix.of(Host.address(bytes, at, family), length + all);
    }

    /// A mask that is a prefix means a range.
    private Ports ports(long at) {
        int mask = Layouts.u16(bytes, at + 2);
        int open = ~mask & ALL;
        if ((open & open + 1) != 0) {
            throw new IllegalArgumentException("the mask of a port has a hole");
        }
        int first = Layouts.u16(bytes, at) & mask;
        return new Ports(first, first | open);
    }

    public SelectorInfo selector(Selector selector) {
        var family = selector.family();
        Host.u16(bytes, FAMILY, Host.family(family));
        prefix(SOURCE, SOURCE_LENGTH, selector.source(), family);
        prefix(0, DESTINATION_LENGTH, selector.destination(), family);
        Host.u8(bytes, PROTOCOL, selector.protocol() == Selector.ANY ? 0 : selector.protocol());
        ports(SOURCE_PORT, selector.sourcePorts());
        ports(DESTINATION_PORT, selector.destinationPorts());
        Host.u32(bytes, LINK, selector.link());
        return this;
    }

    private void prefix(long at, long lengthAt, Prefix prefix, IpFamily family) {
        Ipv6Address address = prefix.address();
        Host.address(bytes, at, address);
        Host.u8(bytes, lengthAt, family.length(prefix.length()));
    }

    /// A range that is no prefix is told as the narrowest mask that holds it.
    private void ports(long at, Ports ports) {
        int differ = ports.first() ^ ports.last();
        int open = differ == 0 ? 0 : (Integer.highestOneBit(differ) << 1) - 1;
        Layouts.u16(bytes, at, ports.first() & ~open);
        Layouts.u16(bytes, at + 2, ~open & ALL);
    }
}

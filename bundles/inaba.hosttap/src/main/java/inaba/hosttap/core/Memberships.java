package inaba.hosttap.core;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The multicast groups that a kernel has joined on a device, as it lists them in `/proc/net`.
///
/// Groups that each node is in, whoever asks, are left out: the appliance is in them by itself (RFC 4291 §2.8, RFC 1112
/// §4), and so are those that no packet of a link is for.
public final class Memberships {
    private static final Ipv6Address ALL_NODES = Ipv6Address.parse("ff02::1");
    private static final Ipv6Address ALL_HOSTS = Ipv6Address.ofIpv4(0xe0000001);
    private static final int DEVICE = 1;
    private static final int GROUP = 2;

    private Memberships() {}

    /// @param igmp6 lines of number, device, group and more
    /// @param igmp lines of number, device and more, each before one for each group, which begins with white space
    public static Set<Ipv6Address> of(List<String> igmp6, List<String> igmp, String device) {
        var groups = new HashSet<Ipv6Address>();
        for (var line : igmp6) {
            var words = line.split("\\s+");
            if (words.length > GROUP && words[DEVICE].equals(device)) {
                groups.add(Ipv6Address.read(MemorySegment.ofArray(HexFormat.of().parseHex(words[GROUP])), 0));
            }
        }
        boolean here = false;
        for (var line : igmp) {
            var words = line.split("[\\s:]+");
            if (!line.startsWith("\t")) {
                here = words.length > DEVICE && words[DEVICE].equals(device);
            } else if (here) {
                groups.add(ipv4(line.trim().split("\\s+")[0]));
            }
        }
        groups.removeIf(group -> !isAskedFor(group));
        return groups;
    }

    private static boolean isAskedFor(Ipv6Address group) {
        return !group.equals(ALL_NODES)
                && !group.equals(ALL_HOSTS)
                && !group.isSolicitedNode()
                && group.multicastScope() > Ipv6Address.SCOPE_INTERFACE;
    }

    /// Four octets as the kernel's processor reads them.
    private static Ipv6Address ipv4(String hex) {
        var octets = MemorySegment.ofArray(new byte[Integer.BYTES]);
        octets.set(ValueLayout.JAVA_INT_UNALIGNED, 0, Integer.parseUnsignedInt(hex, 16));
        return Ipv6Address.ofIpv4(octets.get(Layouts.U32, 0));
    }
}

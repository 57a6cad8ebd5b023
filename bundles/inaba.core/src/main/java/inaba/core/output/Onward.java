package inaba.core.output;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.CoreDrop;
import inaba.core.Ipv4Drop;
import inaba.core.packet.Pool;
import inaba.core.path.Ipv4Fragmenter;
import inaba.core.path.Ipv6Fragmenter;
import inaba.wire.Ipv4Header;
import java.util.random.RandomGenerator;

/// What is behind a chain that protects whole packets of the node: only now are they cut (RFC 4303 §3.3.4). On the
/// control loop.
final class Onward {
    private static final int WHOLE = 0xffff;

    private final Pool.Cache cache;
    private final Ipv6Fragmenter fragmenter;
    private final Ipv4Fragmenter fragmenter4;

    Onward(Pool.Cache cache, RandomGenerator random) {
        this.cache = cache;
        this.fragmenter = new Ipv6Fragmenter(cache, random);
        this.fragmenter4 = new Ipv4Fragmenter(cache);
    }

    /// @param mtu of the path
    Dst to(OutputPath.Way way, int mtu) {
        return new End(this, way, mtu);
    }

    private record End(Onward onward, OutputPath.Way way, int mtu) implements Dst {
        @Override
        public int innerMtu() {
            return WHOLE;
        }

        @Override
        public Verdict output(Packet packet, Egress egress) {
            return packet.length() <= mtu
                    ? way.dst().output(packet, egress)
                    : onward.fragments(packet, way.dst(), mtu, egress);
        }
    }

    private Verdict fragments(Packet packet, Dst dst, int mtu, Dst.Egress egress) {
        boolean ipv4 = packet.isIpv4();
        if (ipv4 && new Ipv4Header(packet.memory(), packet.network()).dontFragment()) {
            return CoreDrop.TOO_BIG;
        }
        int more = ipv4 ? fragmenter4.cut(packet, mtu) : fragmenter.cut(packet, mtu);
        if (more == 0) {
            return ipv4 ? Ipv4Drop.FRAGMENTS_REFUSED : CoreDrop.TOO_BIG;
        }
        var verdict = dst.output(packet, egress);
        for (int i = 0; i < more; i++) {
            var fragment = ipv4 ? fragmenter4.fragment(i) : fragmenter.fragment(i);
            if (dst.output(fragment, egress) instanceof DropReason) {
                cache.give(fragment); // the first one tells why
            }
        }
        return verdict;
    }
}

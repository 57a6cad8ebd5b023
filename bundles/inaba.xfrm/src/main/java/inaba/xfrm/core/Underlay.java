package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.wire.Ipv6Address;

/// The end of a chain with a tunnel in it: the outer packet finds its own way.
public final class Underlay implements Dst {
    /// The MTU of a path that nothing is known of.
    public static final int UNKNOWN = 1280;

    private final Ipv6Address destination;
    private volatile int mtu;

    /// @param mtu of the path, as far as it is known
    public Underlay(Ipv6Address destination, int mtu) {
        this.destination = destination;
        this.mtu = mtu;
    }

    public Ipv6Address destination() {
        return destination;
    }

    /// The path is known better by now. On the control loop.
    public void mtu(int now) {
        mtu = now;
    }

    @Override
    public int innerMtu() {
        return mtu;
    }

    @Override
    public Verdict output(Packet packet, Egress egress) {
        return egress.route(packet, 0, mtu);
    }
}

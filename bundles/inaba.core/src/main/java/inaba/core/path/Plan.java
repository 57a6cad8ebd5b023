package inaba.core.path;

import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.api.transform.PolicyGate;
import inaba.core.neighbor.Adjacencies;
import inaba.core.route.NextHops;
import org.jspecify.annotations.Nullable;

/// Everything swappable that a worker needs, seen as one. A new plan is published with one volatile write; the old
/// one, and the code it refers to, is free once every worker has passed a burst boundary.
///
/// @param links by index, null where there is none
/// @param etherTypes other than IP's that protocols want
/// @param tunneling packets inside packets
/// @param gate decides by security policy; null while there is none
/// @param nextHops what the FIBs' values lead to
public record Plan(
        LinkView[] links,
        int[] etherTypes,
        LocalAddresses local,
        Tunneling tunneling,
        @Nullable PolicyGate gate,
        NextHops nextHops,
        Adjacencies adjacencies,
        Hook[] ingress,
        Hook[] forward,
        Hook[] egress,
        Tap[] taps,
        Ipv4Settings ipv4) {
    /// True when a protocol wants frames of this type.
    boolean takes(int etherType) {
        for (int wanted : etherTypes) {
            if (wanted == etherType) {
                return true;
            }
        }
        return false;
    }

    /// The longest packet of a link, in bytes; 0 when there is no such link.
    int mtu(int index) {
        var view = link(index);
        return view == null ? 0 : view.row().mtu();
    }

    public @Nullable LinkView link(int index) {
        return index < links.length ? links[index] : null;
    }
}

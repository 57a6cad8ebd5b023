package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.transform.Dst;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Ports;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.Selector;
import inaba.api.xfrm.Template;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A policy as workers see it. What most packets ask of it is in this object: where there are thousands of policies,
/// each other object is a wait for memory.
final class Policy {
    private static final int NONE = 0;

    private final long sourceHigh;
    private final long sourceLow;
    private final long destinationHigh;
    private final long destinationLow;
    private final int protocol;
    private final int sourcePort;
    private final int destinationPort;
    private final int link;
    private final boolean ranges;
    private final boolean blocks;
    private final boolean demands;
    private final boolean opensTunnel;
    /// Of two that match, the lower one decides.
    final int rank;

    private final PolicyRow row;
    private final LongAdder use;
    private final Template[] templates;
    private volatile @Nullable Standing standing;
    private volatile @Nullable SaRow fits;
    /// The next one in the same place of a table, of higher rank.
    @Nullable
    Policy next;

    /// The chain for whatever the policy is for.
    ///
    /// @param generation of the associations that it was chosen from
    record Standing(int generation, Dst chain) {}

    Policy(PolicyRow row, int rank) {
        var selector = row.key().selector();
        this.row = row;
        this.rank = rank;
        this.sourceHigh = selector.source().address().high();
        this.sourceLow = selector.source().address().low();
        this.destinationHigh = selector.destination().address().high();
        this.destinationLow = selector.destination().address().low();
        this.protocol = selector.protocol() == Selector.ANY ? NONE : selector.protocol();
        this.sourcePort = one(selector.sourcePorts());
        this.destinationPort = one(selector.destinationPorts());
        this.link = selector.link();
        this.ranges = isRange(selector.sourcePorts()) || isRange(selector.destinationPorts());
        this.templates = row.templates().toArray(Template[]::new);
        this.blocks = row.action() == PolicyRow.Action.BLOCK;
        this.demands = row.templates().stream().anyMatch(template -> !template.optional());
        this.opensTunnel = templates.length > 0 && namesTunnel(templates[0]);
        this.use = row.use();
    }

    private static int one(Ports ports) {
        return ports.isOne() ? ports.first() : NONE;
    }

    private static boolean isRange(Ports ports) {
        return !ports.isOne() && !ports.isAny();
    }

    private static boolean namesTunnel(Template template) {
        return template.mode() == Mode.TUNNEL
                && !template.source().isUnspecified()
                && !template.destination().isUnspecified();
    }

    PolicyRow row() {
        return row;
    }

    Template[] templates() {
        return templates;
    }

    boolean blocks() {
        return blocks;
    }

    /// True when its first transform is a tunnel between two addresses: then its chain is the same for all packets.
    boolean opensTunnel() {
        return opensTunnel;
    }

    /// Of a packet's fields, those that the selector does not name are 0.
    boolean names(
            long ofSourceHigh,
            long ofSourceLow,
            long ofDestinationHigh,
            long ofDestinationLow,
            int ofProtocol,
            int ofSourcePort,
            int ofDestinationPort,
            int onLink) {
        return destinationHigh == ofDestinationHigh
                && destinationLow == ofDestinationLow
                && sourceHigh == ofSourceHigh
                && sourceLow == ofSourceLow
                && protocol == ofProtocol
                && sourcePort == ofSourcePort
                && destinationPort == ofDestinationPort
                && link == onLink;
    }

    /// True when the ports of a packet are within the ranges of the selector, where it has any.
    boolean holds(Traffic traffic) {
        if (!ranges) {
            return true;
        }
        var selector = row.key().selector();
        return selector.sourcePorts().holds(traffic.sourcePort)
                && selector.destinationPorts().holds(traffic.destinationPort);
    }

    void used() {
        use.increment();
    }

    /// The chain that was chosen last, if no association has changed since.
    @Nullable
    Dst standing(int generation) {
        var last = standing;
        return last != null && last.generation == generation ? last.chain : null;
    }

    void stands(int generation, Dst chain) {
        standing = new Standing(generation, chain);
    }

    /// RFC 4301 §5.2: what was taken off, from outside to inside, is what the templates ask for. Transport mode
    /// that no template asks for does no harm; a tunnel that none asks for is a way around the policy.
    boolean isMetBy(Packet packet) {
        if (packet.secured() == 0) {
            return !demands;
        }
        boolean one = packet.secured() == 1;
        if (one && packet.association(0) == fits) {
            return true;
        }
        boolean met = isMetInOrder(packet);
        if (met && one) {
            fits = packet.association(0);
        }
        return met;
    }

    private boolean isMetInOrder(Packet packet) {
        int at = 0;
        for (int i = templates.length - 1; i >= 0; i--) {
            var template = templates[i];
            int found = at;
            while (found < packet.secured()
                    && !template.fits(packet.association(found))
                    && packet.association(found).mode() == Mode.TRANSPORT) {
                found++;
            }
            if (found < packet.secured() && template.fits(packet.association(found))) {
                at = found + 1;
            } else if (!template.optional()) {
                return false;
            }
        }
        return !Gate.cameThroughTunnel(packet, at);
    }
}

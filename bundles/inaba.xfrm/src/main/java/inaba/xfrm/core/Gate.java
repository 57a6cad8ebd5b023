package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.xfrm.XfrmDrop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All policies of one moment, RFC 4301 §5. Immutable; another takes its place when a policy changes.
public final class Gate implements PolicyGate {
    private static final Dst BLOCKED = new Refusal(XfrmDrop.OUT_BLOCKED);
    private static final Dst NO_ASSOCIATION = new Refusal(XfrmDrop.NO_OUT_ASSOCIATION);

    private final Policies policies;
    private final Associations associations;
    private final Lending<Work> works;
    private final Lending<Traffic> traffics = new Lending<>(Traffic::new);
    private final Wanted wanted;

    /// Told of what is missing. Any thread; it waits for nothing.
    @FunctionalInterface
    public interface Wanted {
        void association(PolicyRow policy, Packet packet);
    }

    /// @param works shared by everything that one bundle does
    public Gate(Policies policies, Associations associations, Works works, Wanted wanted) {
        this.policies = policies;
        this.associations = associations;
        this.works = works.lending();
        this.wanted = wanted;
    }

    @Override
    public Dst out(Packet packet, int link, Dst next) {
        var classifier = policies.out(packet.isIpv4());
        if (classifier.isEmpty()) {
            return next;
        }
        var traffic = traffics.take();
        var chain = out(packet, classifier, link, next, traffic.read(packet));
        traffics.give(traffic);
        return chain;
    }

    private Dst out(Packet packet, Classifier classifier, int link, Dst next, Traffic traffic) {
        var policy = classifier.find(traffic, link);
        if (policy == null) {
            return traffic.isError(packet) ? outAsAnswer(packet, classifier, link, next, traffic) : next;
        }
        if (traffic.isLinkUpkeep(packet) || packet.own() && traffic.isKeyManagement()) {
            return next;
        }
        policy.used();
        if (policy.blocks()) {
            return BLOCKED;
        }
        if (policy.templates().length == 0) {
            return next;
        }
        var chain = protect(policy, next, traffic);
        if (chain == NO_ASSOCIATION) {
            wanted.association(policy.row(), packet);
        }
        return chain;
    }

    /// RFC 4301 §6.2: an error that no policy is for goes the way of what would answer the packet that it is about. It
    /// asks for no association.
    private Dst outAsAnswer(Packet packet, Classifier classifier, int link, Dst next, Traffic traffic) {
        long fromHigh = traffic.sourceHigh;
        long fromLow = traffic.sourceLow;
        long toHigh = traffic.destinationHigh;
        long toLow = traffic.destinationLow;
        traffic.turnToAnswered(packet);
        var policy = classifier.find(traffic, link);
        if (policy == null || policy.blocks() || policy.templates().length == 0) {
            return next;
        }
        traffic.sourceHigh = fromHigh;
        traffic.sourceLow = fromLow;
        traffic.destinationHigh = toHigh;
        traffic.destinationLow = toLow;
        policy.used();
        return protect(policy, next, traffic);
    }

    /// Finds the association of each template, from the innermost to the outermost, and builds the chain backwards.
    private Dst protect(Policy policy, Dst next, Traffic traffic) {
        int generation = associations.generation(); // as it was before the first is chosen
        var standing = policy.standing(generation);
        if (standing != null) {
            return standing;
        }
        boolean complete = true;
        var chosen = traffic.chosen;
        int count = 0;
        long fromHigh = traffic.sourceHigh;
        long fromLow = traffic.sourceLow;
        long toHigh = traffic.destinationHigh;
        long toLow = traffic.destinationLow;
        Dst chain = next;
        for (var template : policy.templates()) {
            var association = associations.outgoing(template, fromHigh, fromLow, toHigh, toLow);
            if (association == null) {
                if (template.optional()) {
                    complete = false;
                    continue;
                }
                return NO_ASSOCIATION;
            }
            chosen[count++] = association;
            if (association.isTunnel()) {
                var row = association.row();
                fromHigh = row.source().high();
                fromLow = row.source().low();
                toHigh = row.key().destination().high();
                toLow = row.key().destination().low();
                chain = association.underlay();
            }
        }
        while (count > 0) {
            chain = chosen[--count].before(chain, works);
        }
        if (complete && policy.opensTunnel()) {
            policy.stands(generation, chain);
        }
        return chain;
    }

    @Override
    public Verdict in(Packet packet) {
        return check(packet, policies.in(packet.isIpv4()), true);
    }

    @Override
    public Verdict forward(Packet packet) {
        return check(packet, policies.forward(packet.isIpv4()), false);
    }

    private Verdict check(Packet packet, Classifier classifier, boolean ours) {
        if (classifier.isEmpty() && packet.secured() == 0) {
            return Verdict.Go.DELIVER;
        }
        var traffic = traffics.take();
        traffic.read(packet);
        var policy = classifier.find(traffic, packet.link());
        if (isForAnswered(packet, policy, traffic)) {
            traffic.turnToAnswered(packet);
            policy = classifier.find(traffic, packet.link());
        }
        var verdict = check(packet, policy, traffic, ours);
        traffics.give(traffic);
        return verdict;
    }

    /// RFC 4301 §6.2: an error that came through an association, and that neither the association's selector nor a
    /// policy is for, is judged by the packet that it is about.
    private static boolean isForAnswered(Packet packet, @Nullable Policy policy, Traffic traffic) {
        return packet.secured() > 0
                && traffic.isError(packet)
                && (policy == null || !policy.blocks() && !mayCarry(packet, traffic));
    }

    private static Verdict check(Packet packet, @Nullable Policy policy, Traffic traffic, boolean ours) {
        if (!mayCarry(packet, traffic)) {
            return XfrmDrop.IN_SELECTOR;
        }
        if (policy == null) {
            return cameThroughTunnel(packet, 0) ? XfrmDrop.NO_POLICY : Verdict.Go.DELIVER;
        }
        boolean upkeep = traffic.isLinkUpkeep(packet) || ours && traffic.isKeyManagement();
        if (upkeep && packet.secured() == 0) { // what protection itself depends on
            return Verdict.Go.DELIVER;
        }
        policy.used();
        if (policy.blocks()) {
            return XfrmDrop.IN_BLOCKED;
        }
        return policy.isMetBy(packet) ? Verdict.Go.DELIVER : XfrmDrop.TEMPLATE_MISMATCH;
    }

    /// RFC 4301 §5.2 step 4: the innermost association says which packets it may carry.
    private static boolean mayCarry(Packet packet, Traffic traffic) {
        if (packet.secured() == 0) {
            return true;
        }
        var selector = packet.association(packet.secured() - 1).selector();
        return selector.isAll()
                || selector.matches(
                        traffic.sourceHigh,
                        traffic.sourceLow,
                        traffic.destinationHigh,
                        traffic.destinationLow,
                        traffic.protocol,
                        traffic.sourcePort,
                        traffic.destinationPort,
                        packet.link());
    }

    /// True when one of the associations that were taken off, from this one on, was a tunnel.
    static boolean cameThroughTunnel(Packet packet, int from) {
        for (int i = from; i < packet.secured(); i++) {
            if (packet.association(i).mode() == Mode.TUNNEL
                    && packet.association(i).key().protocol() != IpProtocol.IPCOMP) {
                return true;
            }
        }
        return false;
    }

    /// Policies by direction and family.
    public record Policies(
            Classifier out6,
            Classifier out4,
            Classifier in6,
            Classifier in4,
            Classifier forward6,
            Classifier forward4) {
        Classifier out(boolean ipv4) {
            return ipv4 ? out4 : out6;
        }

        Classifier in(boolean ipv4) {
            return ipv4 ? in4 : in6;
        }

        Classifier forward(boolean ipv4) {
            return ipv4 ? forward4 : forward6;
        }

        /// @param rows in the order of their making
        public static Policies of(List<PolicyRow> rows, long secret) {
            return new Policies(
                    of(rows, Direction.OUT, IpFamily.IPV6, secret),
                    of(rows, Direction.OUT, IpFamily.IPV4, secret),
                    of(rows, Direction.IN, IpFamily.IPV6, secret),
                    of(rows, Direction.IN, IpFamily.IPV4, secret),
                    of(rows, Direction.FWD, IpFamily.IPV6, secret),
                    of(rows, Direction.FWD, IpFamily.IPV4, secret));
        }

        private static Classifier of(List<PolicyRow> rows, Direction direction, IpFamily family, long secret) {
            return Classifier.of(
                    rows.stream()
                            .filter(row -> row.key().direction() == direction
                                    && row.key().selector().family() == family)
                            .toList(),
                    secret);
        }
    }
}

package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.core.neighbor.Adjacency;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The way from one worker to the control loop: a bounded ring of slots made beforehand, policed by class: see
/// [Policer].
///
/// Neighbor Discovery of neighbours that are known may fill it, that of strangers, ARP and MLD seven eighths; other
/// packets for the node find room up to three quarters, packets that want a neighbour or an error up to one half. Of
/// what routers say, which takes longest to heed, a sixteenth may wait at once. So a flood of one kind leaves room for
/// what keeps the links alive.
/// Packets in a driver's memory move into their own: they outlive the burst.
public final class EventRing implements Upcalls {
    static final int SIZE = 2048;
    static final int FOR_STRANGERS = SIZE / 8 * 7;
    static final int OF_ROUTERS = SIZE / 16;
    /// RFC 4861 §6.1, §7.1: any other was forwarded, so that nobody off the link gets into this class.
    private static final int NEIGHBOR_HOP_LIMIT = 255;

    private final Event[] slots = new Event[SIZE];
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final Recycler recycler;
    private final Predicate<Packet> isNeighbor;
    private final Policer policer;
    /// Messages of routers that came, which the writer counts, and those that were served, which the reader does.
    private long routersSaid;

    private final AtomicLong routersHeard = new AtomicLong();
    /// The reader's: takes the place of the event that it handles.
    private Event spare = new Event();

    /// Takes back packets of events that found no room.
    @FunctionalInterface
    public interface Recycler {
        void give(Packet packet);
    }

    /// @param isNeighbor whether the source of an IPv6 packet, with the MAC of its frame, is a neighbour that is known
    EventRing(Recycler recycler, Predicate<Packet> isNeighbor, Policer policer) {
        this.recycler = recycler;
        this.isNeighbor = isNeighbor;
        this.policer = policer;
        for (int i = 0; i < SIZE; i++) {
            slots[i] = new Event();
        }
    }

    @Override
    public Verdict hold(int link, long high, long low, Packet packet) {
        var event = claim(SIZE / 2);
        if (event == null) {
            return CoreDrop.PUNT_QUEUE_FULL;
        }
        if (!policer.takesWaiting(link, high, low)) {
            return CoreDrop.PUNT_RATE;
        }
        event.kind = Event.Kind.HOLD;
        event.packet = packet.keep();
        event.link = link;
        event.high = high;
        event.low = low;
        publish();
        return Verdict.Go.HELD;
    }

    @Override
    public void used(Adjacency adjacency) {
        var event = claim(SIZE);
        if (event != null) {
            event.kind = Event.Kind.USED;
            event.adjacency = adjacency;
            publish();
        } else {
            adjacency.putUseBack();
        }
    }

    @Override
    public void error(Packet packet, int type, int code, int parameter) {
        var event = claim(SIZE / 2);
        if (event == null || !policer.takesError()) {
            recycler.give(packet);
            return;
        }
        event.kind = Event.Kind.ERROR;
        event.packet = packet.keep();
        event.type = type;
        event.code = code;
        event.parameter = parameter;
        publish();
    }

    @Override
    public Verdict deliver(Packet packet) {
        boolean alive = keepsLinksAlive(packet);
        boolean router = alive && Checks.isOfRouters(packet);
        if (router && routersSaid - routersHeard.getAcquire() >= OF_ROUTERS) {
            return CoreDrop.PUNT_QUEUE_FULL;
        }
        var event = claim(alive ? room(packet) : SIZE / 4 * 3);
        if (event == null) {
            return CoreDrop.PUNT_QUEUE_FULL;
        }
        if (alive && !policer.takesNeighborMessage(packet)) {
            return CoreDrop.PUNT_RATE;
        }
        event.kind = Event.Kind.DELIVER;
        event.router = router;
        event.packet = packet.keep();
        if (router) {
            routersSaid++;
        }
        publish();
        return Verdict.Go.HELD;
    }

    @Override
    public void redirect(Packet copy, long targetHigh, long targetLow) {
        var event = claim(SIZE / 4);
        if (event == null) {
            recycler.give(copy);
            return;
        }
        event.kind = Event.Kind.REDIRECT;
        event.packet = copy;
        event.high = targetHigh;
        event.low = targetLow;
        publish();
    }

    /// Hands the oldest events to the control loop's own upcalls.
    ///
    /// @return how many there were, at most `most`
    int drain(Control control, int most) {
        long from = tail.getPlain();
        long to = Math.min(head.getAcquire(), from + most);
        for (long at = from; at < to; at++) {
            int slot = (int) at & (SIZE - 1);
            var event = slots[slot];
            slots[slot] = spare;
            spare = event;
            tail.setRelease(at + 1); // whatever comes of it, it is handled once
            if (event.router) {
                event.router = false;
                routersHeard.setRelease(routersHeard.getPlain() + 1);
            }
            control.handle(event);
            event.packet = null;
            event.adjacency = null;
        }
        return (int) (to - from);
    }

    boolean isEmpty() {
        return head.getAcquire() == tail.getPlain();
    }

    private @Nullable Event claim(int allowed) {
        long next = head.getPlain();
        return next - tail.getAcquire() >= allowed ? null : slots[(int) next & (SIZE - 1)];
    }

    private void publish() {
        head.setRelease(head.getPlain() + 1);
    }

    private int room(Packet packet) {
        boolean known = packet.etherType() == EthernetHeader.ETHERTYPE_IPV6 && isNeighbor.test(packet);
        return known ? SIZE : FOR_STRANGERS;
    }

    private static boolean keepsLinksAlive(Packet packet) {
        if (packet.etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return !packet.isIpv4(); // ARP and its like never come from beyond the link
        }
        var header = new Ipv6Header(packet.memory(), packet.network());
        return header.nextHeader() == IpProtocol.HOP_BY_HOP
                ? header.hopLimit() == 1 && isOfTheLink(header)
                : header.hopLimit() == NEIGHBOR_HOP_LIMIT && Checks.isNeighborDiscovery(packet);
    }

    /// A listener's or querier's source (RFC 3810 §5, RFC 3590 §4): a hop limit of 1 may have come from afar.
    private static boolean isOfTheLink(Ipv6Header header) {
        return Ipv6Address.isLinkLocal(header.sourceHigh()) || (header.sourceHigh() | header.sourceLow()) == 0;
    }
}

package inaba.core.path;

import inaba.api.hook.Tap;
import inaba.api.link.Port;
import inaba.api.link.Transmitter;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.CoreDrop;
import inaba.core.count.Column;
import inaba.core.count.Tally;
import inaba.core.neighbor.Adjacency;
import inaba.core.packet.Pool;
import inaba.core.slot.Faults;
import inaba.wire.EthernetHeader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One thread's way out: a batch for each link, sent at the end of a burst at the latest.
public final class Sender implements Dst.Egress {
    private static final int BATCH = 64;

    private final Upcalls upcalls;
    private final Pool.Cache cache;
    private final Tally tally;
    private final Faults faults;
    private @Nullable Batch[] batches = new Batch[8];
    private final @Nullable Trace trace;
    private final Underlay underlay;
    private final Guard guard;
    private @Nullable Plan plan;
    private int parameter;

    /// @param trace told where the one packet that is to be explained would go, instead of sending it; else null
    public Sender(Upcalls upcalls, Pool.Cache cache, Tally tally, Faults faults, @Nullable Trace trace) {
        this.trace = trace;
        this.upcalls = upcalls;
        this.cache = cache;
        this.tally = tally;
        this.faults = faults;
        this.guard = new Guard(faults, trace);
        this.underlay = new Underlay(this, cache, tally, faults, trace);
    }

    /// Asks security policy on this thread.
    public Guard guard() {
        return guard;
    }

    /// From here on packets go by this plan.
    public void plan(Plan now) {
        if (plan != now) {
            plan = now;
            closeStale(now);
            prepare(now.links());
        }
    }

    /// What a link needs is there before its first packet: a branch that the compiler has never seen taken ends the
    /// code that it is in, and for the path of a packet another takes seconds.
    private void prepare(@Nullable LinkView[] links) {
        if (batches.length < links.length) {
            batches = Arrays.copyOf(batches, links.length);
        }
        tally.prepare(0);
        for (int link = 0; link < links.length; link++) {
            var view = links[link];
            if (view == null) {
                continue;
            }
            tally.prepare(link);
            var port = view.port();
            if (port != null && batches[link] == null) {
                batches[link] = new Batch(link, port, new Unopened(link, port), 1);
            }
        }
    }

    /// Sends to a neighbour, or holds the packet until its MAC is known.
    Verdict neighbor(Adjacency adjacency, Packet packet) {
        long mac = adjacency.mac();
        if (mac == Adjacency.UNRESOLVED) {
            return hold(adjacency.link(), adjacency.high(), adjacency.low(), packet);
        }
        if (trace == null && adjacency.takeUse()) {
            upcalls.used(adjacency);
        }
        return frame(adjacency.link(), mac, packet);
    }

    /// Lets the packet wait for the MAC of a neighbour; who is on a link without a device has none.
    Verdict hold(int link, long high, long low, Packet packet) {
        var view = view(link);
        return view != null && view.outlet() != null ? outlet(link, packet) : upcalls.hold(link, high, low, packet);
    }

    /// Sends through the outlet of a link without a device. A packet that is refused is as it was.
    Verdict outlet(int link, Packet packet) {
        var view = view(link);
        if (view == null || view.outlet() == null || !view.up()) {
            return CoreDrop.LINK_DOWN;
        }
        if (packet.nesting() >= Tunneling.MOST_NESTED) {
            return CoreDrop.TUNNEL_NESTING;
        }
        parameter = 0;
        if (trace != null) {
            trace.outlet(view.row());
            return outlet(view.outlet(), packet);
        }
        tap(link, packet);
        int length = packet.length();
        var verdict = outlet(view.outlet(), packet);
        boolean sent = !(verdict instanceof DropReason);
        tally.add(link, sent ? Column.OUT : Column.OUT_ERRORS, 1);
        tally.add(link, Column.OUT_BYTES, sent ? length : 0);
        return verdict;
    }

    private Verdict outlet(Dst outlet, Packet packet) {
        long start = packet.start();
        long network = packet.network();
        int etherType = packet.etherType();
        int nesting = packet.nesting();
        Verdict verdict;
        try {
            verdict = outlet.output(packet.nesting(nesting + 1).guarded(false), this);
        } catch (RuntimeException | Error thrown) {
            faults.caught(outlet, thrown);
            verdict = CoreDrop.EXCEPTION;
        }
        if (verdict instanceof DropReason) {
            if (verdict == CoreDrop.TOO_BIG) {
                parameter -= (int) (start - packet.start());
            }
            packet.start(start).network(network).etherType(etherType).nesting(nesting);
        }
        return verdict;
    }

    @Override
    public Verdict route(Packet outer, int link, int mtu) {
        var now = plan;
        return now == null ? CoreDrop.LINK_DOWN : underlay.route(now, outer, link, mtu);
    }

    @Override
    public void parameter(int value) {
        parameter = value;
    }

    /// What the error about a packet that was just refused says, else 0.
    int takeParameter() {
        int value = parameter;
        parameter = 0;
        return value;
    }

    /// Adds the Ethernet header and queues the frame; on a link without a device, the packet as it is.
    public Verdict frame(int link, long destination, Packet packet) {
        var view = view(link);
        if (view == null || !view.up()) {
            return CoreDrop.LINK_DOWN;
        }
        if (view.outlet() != null) {
            return outlet(link, packet);
        }
        long at = packet.start() - EthernetHeader.BYTES;
        EthernetHeader.write(packet.memory(), at, destination, view.mac(), packet.etherType());
        packet.start(at);
        return transmit(link, packet);
    }

    @Override
    public Verdict transmit(int link, Packet frame) {
        var view = view(link);
        if (view == null || view.port() == null) {
            return CoreDrop.LINK_DOWN;
        }
        if (trace != null) {
            trace.sent(view.row(), new EthernetHeader(frame.memory(), frame.start()).destination());
            return Verdict.Go.FORWARD;
        }
        var batch = batches[link];
        if (batch == null) {
            return CoreDrop.LINK_DOWN;
        }
        batch.packets[batch.count++] = frame;
        if (batch.count == batch.packets.length) {
            flush(batch);
        }
        return Verdict.Go.FORWARD;
    }

    /// Sends all that is queued.
    public void flush() {
        for (var batch : batches) {
            if (batch != null) {
                flush(batch);
            }
        }
    }

    /// Closes the transmitters: the thread ends.
    public void close() {
        flush();
        for (var batch : batches) {
            if (batch != null) {
                faults.guard(batch.transmitter, batch.transmitter::close);
            }
        }
        Arrays.fill(batches, null);
    }

    /// Lets go of ports that the plan no longer has.
    private void closeStale(Plan now) {
        for (int i = 0; i < batches.length; i++) {
            var batch = batches[i];
            if (batch == null) {
                continue;
            }
            var view = now.link(batch.link);
            if (view == null || view.port() != batch.port) {
                flush(batch);
                batches[i] = null;
                faults.guard(batch.transmitter, batch.transmitter::close);
            }
        }
    }

    private void flush(Batch batch) {
        if (batch.count == 0) {
            return;
        }
        tap(batch);
        int sent = send(batch);
        long bytes = 0;
        int ipv4 = 0;
        for (int i = 0; i < batch.count; i++) {
            var packet = batch.packets[i];
            if (i < sent) {
                bytes += packet.length();
                ipv4 += packet.isIpv4() ? 1 : 0;
            }
            cache.give(packet);
        }
        tally.add(batch.link, Column.OUT, sent);
        tally.add(batch.link, Column.OUT_BYTES, bytes);
        tally.add(batch.link, Column.OUT_IPV4, ipv4);
        if (sent < batch.count) {
            tally.add(batch.link, Column.OUT_ERRORS, batch.count - sent);
        }
        batch.count = 0;
    }

    private int send(Batch batch) {
        try {
            return batch.transmitter.send(batch.packets, 0, batch.count);
        } catch (RuntimeException | Error thrown) {
            faults.caught(batch.transmitter, thrown);
            return 0;
        }
    }

    private void tap(Batch batch) {
        var now = plan;
        if (now == null) {
            return;
        }
        for (var tap : now.taps()) {
            for (int i = 0; i < batch.count; i++) {
                show(tap, batch.link, batch.packets[i]);
            }
        }
    }

    private void tap(int link, Packet packet) {
        var now = plan;
        if (now != null) {
            for (var tap : now.taps()) {
                show(tap, link, packet);
            }
        }
    }

    private void show(Tap tap, int link, Packet packet) {
        try {
            tap.frame(link, true, packet.memory(), packet.start(), packet.length());
        } catch (RuntimeException | Error thrown) {
            faults.caught(tap, thrown);
        }
    }

    private @Nullable LinkView view(int link) {
        var now = plan;
        return now == null ? null : now.link(link);
    }

    private static final class Batch {
        private final int link;
        private final Port port;
        private final Transmitter transmitter;
        private final Packet[] packets;
        private int count;

        /// @param most packets that it sends at once
        Batch(int link, Port port, Transmitter transmitter, int most) {
            this.link = link;
            this.port = port;
            this.transmitter = transmitter;
            this.packets = new Packet[most];
        }
    }

    /// Opens the port's transmitter for the first packet.
    private final class Unopened implements Transmitter {
        private final int link;
        private final Port port;

        Unopened(int link, Port port) {
            this.link = link;
            this.port = port;
        }

        @Override
        public int send(Packet[] burst, int from, int to) {
            try {
                var transmitter = port.transmitter();
                batches[link] = new Batch(link, port, transmitter, BATCH);
                return transmitter.send(burst, from, to);
            } catch (RuntimeException | Error thrown) {
                faults.caught(port, thrown);
                return 0;
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}

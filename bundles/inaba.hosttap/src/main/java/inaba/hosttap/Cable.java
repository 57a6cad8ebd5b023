package inaba.hosttap;

import inaba.api.link.HostTapRow;
import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.hosttap.core.FromTap;
import inaba.hosttap.core.Quote;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.function.IntSupplier;

/// Between a link and its tap. On the control loop but for what [TapThread] does.
final class Cable {
    private final Node node;
    private final HostTapRow row;
    private final FromTap rules;
    private final TapThread thread;
    private final Membership membership;
    private boolean closed;

    private Cable(Node node, HostTapRow row, LinkRow link) {
        this.node = node;
        this.row = row;
        this.rules = new FromTap(link.mac(), this::isOurs);
        this.membership = new Membership(node, row.link());
        this.thread = new TapThread(row, link, new TapThread.Taker() {
            @Override
            public void take(MemorySegment frame, IntSupplier done) {
                sent(frame, done);
            }

            @Override
            public void joined(Set<Ipv6Address> groups) {
                node.loop().post(() -> {
                    if (!closed) {
                        membership.set(groups);
                    }
                });
            }
        });
    }

    static Cable open(Node node, HostTapRow row, LinkRow link) {
        var cable = new Cable(node, row, link);
        cable.thread.start();
        return cable;
    }

    HostTapRow row() {
        return row;
    }

    /// @param takeAway whether the device goes, too: else the daemon keeps its addresses until a successor comes
    void close(boolean takeAway) {
        closed = true;
        thread.close(takeAway);
        if (takeAway) {
            membership.set(Set.of());
        }
    }

    /// To the daemon.
    Verdict deliver(Packet packet) {
        int length = (int) (packet.end() - packet.network());
        var frame = rules.frame(length, packet.etherType());
        MemorySegment.copy(packet.memory(), packet.network(), frame, EthernetHeader.BYTES, length);
        return thread.write(frame);
    }

    /// A frame of the kernel's, on the tap's thread.
    private void sent(MemorySegment frame, IntSupplier done) {
        node.loop().post(() -> {
            for (int missed = done.getAsInt(); missed > 0; missed--) {
                drop(HostTapDrop.QUEUE_FULL);
            }
            fromTap(frame);
        });
    }

    private void fromTap(MemorySegment frame) {
        switch (rules.decide(frame)) {
            case FromTap.Fate.Answer(var reply) -> {
                if (thread.write(reply) instanceof HostTapDrop reason) {
                    drop(reason);
                }
            }
            case FromTap.Fate.Drop(var reason) -> drop(reason);
            case FromTap.Fate.Send(var whole, var family, var onLink) -> send(whole, family, onLink);
            case FromTap.Fate.Kept _ -> {}
        }
    }

    private void send(MemorySegment frame, IpFamily family, boolean onLink) {
        int length = (int) frame.byteSize() - EthernetHeader.BYTES;
        Packet packet;
        try {
            packet = node.output().take(length);
        } catch (IllegalStateException exhausted) {
            drop(HostTapDrop.NO_BUFFER);
            return;
        }
        if (packet.tailroom() < length) {
            node.output().release(packet);
            drop(HostTapDrop.NO_BUFFER);
            return;
        }
        MemorySegment.copy(frame, EthernetHeader.BYTES, packet.memory(), packet.start(), length);
        node.output().send(packet.etherType(family.etherType()).end(packet.start() + length), onLink ? row.link() : 0);
    }

    private void drop(HostTapDrop reason) {
        node.counters().drop(0, reason);
    }

    /// What the daemon sends to a group its own kernel gives back to those who want that.
    boolean isEcho(Packet packet) {
        if (!packet.own() || !packet.linkMulticast()) {
            return false;
        }
        return isOurs(
                packet.isIpv4()
                        ? Ipv6Address.ofIpv4(new Ipv4Header(packet.memory(), packet.network()).source())
                        : new Ipv6Header(packet.memory(), packet.network()).source());
    }

    /// True when it is a packet as the daemon sends them.
    boolean hasSent(Quote quote) {
        return isOurs(quote.source()) && row.wants(quote.protocol(), quote.sourcePort(), quote.destinationPort());
    }

    private boolean isOurs(Ipv6Address address) {
        return node.addresses().rows().stream().anyMatch(ours -> ours.address().equals(address) && ours.usable());
    }
}

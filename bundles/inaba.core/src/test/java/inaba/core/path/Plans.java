package inaba.core.path;

import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.time.ManualTime;
import inaba.core.neighbor.Adjacencies;
import inaba.core.neighbor.Adjacency;
import inaba.core.route.NextHops;
import inaba.core.route.PlainFib;
import inaba.core.slot.Faults;
import inaba.core.table.Rows;
import java.util.List;

/// Plans with links and nothing else.
final class Plans {
    private Plans() {}

    static Plan of(Faults faults, LinkView[] links) {
        var time = new ManualTime();
        var neighbors = new Rows<NeighborKey, NeighborRow>("neighbors", 8, time, faults, List.of());
        var outlet = new Adjacencies.Outlet() {
            @Override
            public void send(Adjacency adjacency, Packet packet) {}

            @Override
            public void drop(Packet packet, DropReason reason) {}
        };
        return new Plan(
                links,
                new int[0],
                new LocalAddresses.Builder().build(1),
                new Tunneling(
                        new Tunneling.Takers(),
                        new Tunneling.Takers(),
                        HeaderLimits.NONE,
                        PlainFib.of(List.of()),
                        PlainFib.of(List.of()),
                        new Tunneling.Seeds(1)),
                null,
                new NextHops(),
                new Adjacencies(1, neighbors, _ -> false, outlet, faults),
                new Hook[0],
                new Hook[0],
                new Hook[0],
                new Tap[0],
                new Ipv4Settings(true, false, time));
    }
}

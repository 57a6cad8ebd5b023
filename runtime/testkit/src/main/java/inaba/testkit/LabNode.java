package inaba.testkit;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.LinkRow;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.protocol.Protocol;
import inaba.api.route.Fib;
import inaba.api.table.Row;
import inaba.core.Engine;
import inaba.core.count.Column;
import inaba.core.link.Links;
import inaba.core.packet.Pool;
import inaba.core.path.Worker;
import inaba.core.slot.Faults;
import inaba.wire.IpFamily;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A node of a lab: the engine, and the protocols that the test starts on it.
public final class LabNode {
    private static final int MTU = 1500;

    private final String name;
    private final ManualLoop loop;
    private final Engine engine;
    private final Faults faults = new Faults();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Protocol> protocols = new ArrayList<>();
    private final Map<String, Wire> wires = new HashMap<>();
    private final Map<String, Integer> mtus = new HashMap<>();
    private final Map<String, Wire.WirePort> ports = new HashMap<>();
    private final int number;
    private boolean worked;

    LabNode(String name, ManualLoop loop, Path state, boolean forwarding, int number) {
        this.name = name;
        this.loop = loop;
        this.number = number;
        this.engine = new Engine(loop, state, faults, new Pool(2048, 32), Runnable::run, workers::add);
        engine.forwarding(forwarding);
        engine.linkManager().arrive(new WireDriver());
    }

    public String name() {
        return name;
    }

    /// The engine, which is the [inaba.api.protocol.Node] that protocols see.
    public Engine engine() {
        return engine;
    }

    /// Attaches a link to a wire, with a MAC made of the node's number and the link's: `02:00:00:00:NODE:LINK`.
    public LinkRow link(String link, Wire wire) {
        return link(link, wire, MTU);
    }

    public LinkRow link(String link, Wire wire, int mtu) {
        wires.put(link, wire);
        mtus.put(link, mtu);
        try {
            engine.linkManager().add(new Links.Wish(link, "wire", link));
        } catch (LinkException failed) {
            throw new IllegalStateException(failed);
        }
        return Objects.requireNonNull(engine.link(link));
    }

    /// The node's end of the wire.
    public Wire.WirePort port(String link) {
        return Objects.requireNonNull(ports.get(link));
    }

    /// Starts a protocol, as the engine does when a bundle offers one.
    public LabNode start(Protocol protocol) {
        protocols.add(protocol);
        protocol.start(engine);
        engine.dispatch().add(protocol);
        return this;
    }

    public LabNode stop(Protocol protocol) {
        protocols.remove(protocol);
        engine.dispatch().remove(protocol);
        protocol.stop();
        return this;
    }

    /// Lets `next` take over from `running` within one turn.
    public LabNode swap(Protocol running, Protocol next) {
        return stop(running).start(next);
    }

    /// Lets an algorithm build the FIB.
    public LabNode use(Fib.Algorithm algorithm) {
        engine.routing().use(algorithm, failure -> {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        });
        return this;
    }

    /// Adds an address, of either family, that needs no Duplicate Address Detection.
    public LabNode address(String link, String addressAndLength) {
        var family = addressAndLength.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4;
        var typed = family.parseInterfaceAddress(addressAndLength);
        int index = Objects.requireNonNull(engine.link(link)).index();
        engine.addresses()
                .put(new AddressRow(
                        index,
                        typed.address(),
                        typed.length(),
                        AddressRow.Origin.MANUAL,
                        false,
                        AddressRow.State.PREFERRED,
                        AddressRow.NO_DAD,
                        Row.FOREVER,
                        Row.FOREVER,
                        Row.PERSON));
        return this;
    }

    /// What code of protocols has thrown on this node so far.
    public long exceptions() {
        return faults.reports().stream().mapToLong(r -> r.exceptions()).sum();
    }

    /// True when all that came in on the link is accounted for: `in = forwarded + delivered + consumed + held +
    /// dropped`.
    public boolean addsUp(String link) {
        int index = Objects.requireNonNull(engine.link(link)).index();
        var board = engine.board();
        long out = List.of(Column.FORWARDED, Column.DELIVERED, Column.CONSUMED, Column.HELD, Column.DROPPED).stream()
                .mapToLong(c -> board.value(index, c))
                .sum();
        return board.value(index, Column.IN) == out;
    }

    /// Serves what there is.
    void turn() {
        worked = loop.turn();
        engine.endTurn();
        for (int i = 0; i < workers.size(); i++) { // what it does may hire more
            var worker = workers.get(i);
            worked |= !rests(worker) && worker.once() > 0;
        }
    }

    /// The last turn may have left something to do, or something came since.
    boolean isDue() {
        return worked || !loop.isIdle() || !workers.stream().allMatch(LabNode::rests);
    }

    /// No worker keeps packets ready.
    void rest() {
        workers.forEach(Worker::giveBack);
    }

    private static boolean rests(Worker worker) {
        return worker.receiver() instanceof Wire.WirePort port && port.rests();
    }

    private final class WireDriver implements LinkDriver {
        @Override
        public String name() {
            return "wire";
        }

        @Override
        public Port open(String device, PortOptions options, Runnable listener) {
            var mac = options.mac() == null
                    ? new MacAddress(0x0200_0000_0000L | (long) number << 8 | ports.size() + 1)
                    : options.mac();
            var port = Objects.requireNonNull(wires.get(device)).attach(mac, mtus.getOrDefault(device, MTU), listener);
            ports.put(device, port);
            return port;
        }
    }
}

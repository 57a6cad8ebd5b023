package inaba.ra;

import inaba.api.link.AdvertisingState;
import inaba.api.link.LinkException;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.neighbor.NeighborRow;
import inaba.api.table.Row;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdText;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A router with one link, `lan`, that has fe80::1; what it sends is seen with the instant at which it was sent.
final class RaLab {
    static final MacAddress HOST_MAC = MacAddress.parse("02:00:00:00:ff:fe");

    final Wire wire = new Wire();
    final LabNode router;
    private final Lab lab;
    private final Map<String, ?> settings;
    private RouterAdvertiser advertiser;
    private byte[] last = {};

    /// What was on the wire, and when, in milliseconds.
    record Seen(long at, String text) {}

    RaLab(Path state, long seed) {
        this(state, seed, Map.of());
    }

    RaLab(Path state, long seed, Map<String, ?> settings) {
        this.lab = new Lab(state, seed);
        this.settings = settings;
        this.router = lab.node("router", true);
        router.link("lan", wire);
        this.advertiser = advertiser();
        router.start(advertiser);
        router.address("lan", "fe80::1/64");
        lab.settle();
        wire.carried();
    }

    private RouterAdvertiser advertiser() {
        return Components.make(RouterAdvertiser.class, settings);
    }

    /// Types `ra6 ...`.
    List<Line> ra6(String words) throws CommandException {
        var lines = new ArrayList<Line>();
        new Ra6Command(router.engine()).run(new TypedCall(new Args("ra6", List.of(words.split(" "))), lines));
        return lines;
    }

    /// The running one is told of another configuration.
    void configure(Map<String, ?> changed) {
        advertiser.configure(Components.configuration(RaConfig.class, changed));
    }

    /// A new version takes over within one turn.
    void swap() {
        var next = advertiser();
        router.swap(advertiser, next);
        advertiser = next;
    }

    /// The last message on the wire.
    RouterAdvertisement last() {
        return new RouterAdvertisement(
                MemorySegment.ofArray(last).asSlice(EthernetHeader.BYTES + (long) Ipv6Header.BYTES));
    }

    /// The first option of a type in it, as bytes.
    MemorySegment option(int type) {
        return new NdOptions(last().options()).find(type).orElseThrow().bytes();
    }

    boolean hasOption(int type) {
        return new NdOptions(last().options()).find(type).isPresent();
    }

    /// The prefixes in it: `2001:db8::/64 LA 2592000 604800`.
    List<String> prefixes() {
        var prefixes = new ArrayList<String>();
        for (var option : new NdOptions(last().options())) {
            if (PrefixInformation.fits(option.bytes())) {
                var p = new PrefixInformation(option.bytes());
                String flags = (p.onLink() ? "L" : "") + (p.autonomous() ? "A" : "") + (p.routerAddress() ? "R" : "");
                String prefix = p.routerAddress()
                        ? p.address() + "/" + p.length()
                        : p.prefix().toString();
                prefixes.add(prefix + ' ' + flags + ' ' + p.valid() + ' ' + p.preferred());
            }
        }
        return prefixes;
    }

    /// The link goes `down`, or the whole appliance comes to its `end`.
    void leave(String how) throws LinkException {
        if (how.equals("down")) {
            router.engine().linkManager().down("lan");
        } else {
            router.engine().linkManager().takeLeave();
            stop();
        }
    }

    void stop() {
        router.stop(advertiser);
    }

    void link(LinkRow row) {
        router.engine().links().put(row);
    }

    LinkRow link() {
        return Objects.requireNonNull(router.engine().link("lan"));
    }

    AdvertisingState state() {
        return Objects.requireNonNull(router.engine().advertisingStates().get(link().index()));
    }

    long now() {
        return TimeUnit.NANOSECONDS.toMillis(lab.time().nanos());
    }

    /// The host's MAC is known, so that it can be answered alone.
    void knows(String host) {
        router.engine()
                .neighbors()
                .put(new NeighborRow(
                        link().index(),
                        Ipv6Address.parse(host),
                        HOST_MAC,
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
        lab.settle();
    }

    void hears(byte[] frame) {
        wire.inject(frame);
        wire.carried();
        lab.settle();
    }

    /// Lets time pass, and returns what the router sent meanwhile.
    List<Seen> during(Duration step) {
        var seen = new ArrayList<Seen>();
        long end = lab.time().nanos() + step.toNanos();
        lab.settle();
        take(seen);
        for (long next = lab.time().untilNext();
                next >= 0 && lab.time().nanos() + next <= end;
                next = lab.time().untilNext()) {
            lab.advance(Duration.ofNanos(next));
            take(seen);
        }
        lab.advance(Duration.ofNanos(end - lab.time().nanos()));
        take(seen);
        return seen;
    }

    private void take(List<Seen> seen) {
        for (var frame : wire.carried()) {
            seen.add(new Seen(now(), NdText.of(frame.bytes())));
            last = frame.bytes();
        }
    }

    long counter(String name) {
        return router.engine().counters().totals().getOrDefault(name, 0L);
    }

    private record TypedCall(Args args, List<Line> lines) implements Call {
        @Override
        public void print(Line line) {
            lines.add(line);
        }

        @Override
        public void progress(String text) {}

        @Override
        public Path file(String word) {
            return Path.of(word);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable task) {}
    }
}

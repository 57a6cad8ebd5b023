package inaba.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.IngressRow;
import inaba.api.manage.CommandException;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.command.WalkCommand;
import inaba.junit.Clause;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A router with routes over lan and wan, and packets that claim to come from elsewhere.
class IngressTest {
    private static final String OFFICE = "2400:1::1";
    private static final String BEYOND = "2400:2::1";
    private static final String ANYWHERE = "2a00::1";

    private final Wire lan = new Wire();
    private final Lab lab;
    private final LabNode node;
    private final Ingress hook;

    IngressTest(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", true);
        node.link("lan", lan);
        node.link("wan", new Wire());
        route("2400:1::/32", RouteRow.Kind.UNICAST, "lan");
        route("2400:2::/32", RouteRow.Kind.UNICAST, "wan");
        route("2400:bad::/32", RouteRow.Kind.BLACKHOLE);
        hook = new Ingress(node.engine());
        node.engine().add(hook);
        lab.settle();
    }

    @Test
    void whereNothingIsSetAllPasses() {
        assertEquals("-", hears(BEYOND));
        assertEquals("-", hears(ANYWHERE));
        assertEquals("-", hears("fd00::1"));
    }

    @Test
    void workersAskAFilterFromTheMomentOnAtWhichItHasSomethingToDo() {
        assertEquals(0, asked());

        int whenSet = node.engine().loop().call(() -> {
            node.engine().ingressFilters().put(filter());
            return asked();
        });
        assertEquals(1, whenSet);

        int whenGone = node.engine().loop().call(() -> {
            node.engine().ingressFilters().remove(filter().key());
            return asked();
        });
        assertEquals(0, whenGone);
    }

    @Test
    void aNewerVersionTakesOverWhatThereIsToDo() throws CommandException {
        type("set lan bogon private");
        var newer = new Ingress(node.engine());
        node.engine().add(newer);
        node.engine().remove(hook, hook::stop);
        lab.settle();
        assertEquals(1, asked());
        assertEquals("private", hears("fd00::1"));

        type("del lan");
        assertEquals(0, asked());
        type("set lan bogon private");
        assertEquals(1, asked());
        assertEquals("private", hears("fd00::1"));
    }

    /// Hooks that workers know of.
    private int asked() {
        return node.engine().published().ingress().length;
    }

    private IngressRow filter() {
        return new IngressRow(index("lan"), IngressRow.Reverse.STRICT, true, List.of(), Row.PERSON);
    }

    @Test
    @Clause("RFC 3704 §2.2")
    void strictlyTheWayBackIsTheLink() throws CommandException {
        type("set lan rpf strict");
        assertEquals("-", hears(OFFICE));
        assertEquals("-", hears("fe80::1"));
        assertEquals("another-way-back", hears(BEYOND));
        assertEquals("no-way-back", hears(ANYWHERE));
        route("::/0", RouteRow.Kind.UNICAST, "wan");
        lab.settle();
        assertEquals("another-way-back", hears(ANYWHERE));
    }

    @Test
    @Clause("RFC 3704 §2.2")
    void oneOfSeveralEqualWaysIsEnough() throws CommandException {
        type("set lan rpf strict");
        route("2400:3::/32", RouteRow.Kind.UNICAST, "lan", "wan");
        lab.settle();
        assertEquals("-", hears("2400:3::1"));
    }

    @Test
    @Clause({"RFC 3704 §2.4", "RFC 3704 §2.5", "RFC 5635 §4"})
    void looselyThereIsAWayBack() throws CommandException {
        type("set lan rpf loose");
        assertEquals("-", hears(BEYOND));
        assertEquals("no-way-back", hears(ANYWHERE));
        assertEquals("no-way-back", hears("2400:bad::1"));
        route("::/0", RouteRow.Kind.UNICAST, "wan");
        lab.settle();
        assertEquals("-", hears(ANYWHERE));
        assertEquals("no-way-back", hears("2400:bad::1"));
        type("set lan rpf loose default off");
        assertEquals("only-by-default", hears(ANYWHERE));
    }

    @Test
    void bogonsAreRefusedOnTheirLinkUntilTheFilterGoes() throws CommandException {
        type("set lan bogon private bogon documentation");
        assertEquals("private", hears("fd00::1"));
        assertEquals("documentation", hears("2001:db8::1"));
        assertEquals("-", hears("fec0::1"));
        type("set lan bogon all");
        assertEquals("reserved", hears("fec0::1"));
        type("del lan");
        assertEquals("-", hears("fd00::1"));
        assertThrows(CommandException.class, () -> type("del lan"));
    }

    @Test
    void aSuccessorGoesOnWithTheFilters() throws CommandException {
        type("set lan rpf strict");
        node.engine().remove(hook, () -> {});
        hook.stop();
        lab.settle();
        assertEquals("-", hears(BEYOND));
        node.engine().add(new Ingress(node.engine()));
        lab.settle();
        assertEquals("another-way-back", hears(BEYOND));
    }

    @Test
    void theFiltersAreShownAndSavedInTheWordsThatSetThem() throws CommandException {
        type("set lan rpf loose default off bogon private");
        assertEquals(
                List.of("set lan rpf loose default off bogon private"),
                command().configuration());
        assertEquals(List.of("lan rpf loose default off bogon [private]"), TypedCall.type(command(), "show"));
        assertThrows(CommandException.class, () -> type("set lan"));
        assertThrows(CommandException.class, () -> type("set lan rpf tight"));
        assertThrows(CommandException.class, () -> type("set lan bogon any"));
    }

    @Test
    void aWalkNamesTheReason() throws CommandException {
        type("set lan rpf strict");
        var told = String.join(
                "\n", TypedCall.type(new WalkCommand(node.engine()), "from " + BEYOND + " to " + OFFICE + " dev lan"));
        assertTrue(told.contains("Ingress") && told.contains("RFC 3704 §2.2"), told);
    }

    /// @return why the packet is refused, or "-"
    private String hears(String source) {
        var before = node.engine().counters().totals();
        lan.inject(frame(source));
        lab.settle();
        return node.engine().counters().totals().entrySet().stream()
                .filter(each -> each.getKey().startsWith("inaba.ingress.")
                        && each.getValue() > before.getOrDefault(each.getKey(), 0L))
                .map(each -> each.getKey().substring("inaba.ingress.".length()))
                .findFirst()
                .orElse("-");
    }

    private static byte[] frame(String source) {
        var frame = new byte[60];
        var memory = MemorySegment.ofArray(frame);
        new EthernetHeader(memory, 0)
                .destination(MacAddress.BROADCAST)
                .source(MacAddress.parse("02:00:00:00:ff:01"))
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(memory, EthernetHeader.BYTES)
                .start(0, 0)
                .nextHeader(IpProtocol.NO_NEXT_HEADER)
                .hopLimit(64)
                .source(Ipv6Address.parse(source))
                .destination(Ipv6Address.ALL_NODES);
        return frame;
    }

    private void route(String prefix, RouteRow.Kind kind, String... links) {
        var hops = List.of(links).stream()
                .map(link -> new NextHop(index(link), null, 1))
                .toList();
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse(prefix),
                        Prefix.ALL,
                        kind,
                        hops,
                        1024,
                        RouteRow.Preference.MEDIUM,
                        "static",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }

    private int index(String name) {
        var link = node.engine().link(name);
        return link == null ? 0 : link.index();
    }

    private IngressCommand command() {
        return new IngressCommand(node.engine());
    }

    private void type(String words) throws CommandException {
        TypedCall.type(command(), words);
    }
}

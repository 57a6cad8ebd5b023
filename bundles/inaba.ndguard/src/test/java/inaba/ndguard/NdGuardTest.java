package inaba.ndguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.manage.CommandException;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.junit.Clause;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may claim what on a guarded link.
class NdGuardTest {
    private static final MacAddress HERS = MacAddress.parse("02:00:00:00:ff:01");
    private static final MacAddress ANOTHER = MacAddress.parse("02:00:00:00:0b:ad");
    private static final String ADDRESS = "2001:db8::f";

    private final Wire wire = new Wire();
    private final Lab lab;
    private final LabNode node;
    private NdGuard hook;

    NdGuardTest(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", false);
        node.link("lan", wire);
        node.address("lan", "fe80::1/64");
        hook = new NdGuard(node.engine());
        node.engine().add(hook);
        lab.settle();
    }

    @Test
    void whereNothingIsSetAllPasses() {
        assertEquals("-", hears(advertisement(ADDRESS, ANOTHER).targetMac(HERS)));
    }

    @Test
    @Clause("RFC 3756 §4.1.1")
    void theOptionIsTheFramesOwn() throws CommandException {
        type("set lan learn");
        assertEquals("-", hears(advertisement(ADDRESS, HERS).targetMac(HERS)));
        assertEquals("lladdr", hears(advertisement(ADDRESS, ANOTHER).targetMac(HERS)));
        assertEquals(
                "lladdr",
                hears(NdFrame.neighborSolicitation("fe80::1").from(ANOTHER).sourceMac(HERS)));
        assertEquals("lladdr", hears(NdFrame.routerSolicitation().from(ANOTHER).sourceMac(HERS)));
        assertEquals(
                "lladdr", hears(NdFrame.routerAdvertisement(0).from(ANOTHER).sourceMac(HERS)));
        assertEquals(
                "malformed", hears(NdFrame.routerSolicitation().from(ANOTHER).raw(1, 0)));
    }

    @Test
    @Clause("RFC 6620 §3.2.3")
    void whoProvedFirstKeepsTheAddress() throws CommandException {
        type("set lan learn");
        assertEquals("-", hears(advertisement(ADDRESS, ANOTHER)));
        proves(ADDRESS, HERS, NeighborRow.State.REACHABLE);
        assertEquals("bound-to-another", hears(advertisement(ADDRESS, ANOTHER).targetMac(ANOTHER)));
        assertEquals(
                "bound-to-another",
                hears(NdFrame.neighborSolicitation("fe80::1").from(ADDRESS).from(ANOTHER)));
        assertEquals("-", hears(advertisement(ADDRESS, HERS).targetMac(HERS)));
        assertEquals("-", hears(NdFrame.neighborSolicitation(ADDRESS).from("::").from(ANOTHER)));
        proves(ADDRESS, HERS, NeighborRow.State.STALE);
        assertEquals("bound-to-another", hears(advertisement(ADDRESS, ANOTHER)));
        proves(ADDRESS, HERS, NeighborRow.State.UNREACHABLE);
        assertEquals("-", hears(advertisement(ADDRESS, ANOTHER)));
    }

    @Test
    @Clause("RFC 6620 §3.2.3")
    void whatIsLearntEndsWithTheNeighbour() throws CommandException {
        type("set lan learn");
        proves(ADDRESS, HERS, NeighborRow.State.REACHABLE);
        assertEquals(1, node.engine().bindings().size());
        node.engine().neighbors().remove(new NeighborKey(lan(), Ipv6Address.parse(ADDRESS)));
        assertEquals(0, node.engine().bindings().size());
        proves(ADDRESS, HERS, NeighborRow.State.REACHABLE);
        type("del lan");
        assertEquals(0, node.engine().bindings().size());
    }

    @Test
    @Clause("RFC 6620 §3.2.3")
    void whoWasThereBeforeTheGuardKeepsTheAddress() throws CommandException {
        proves(ADDRESS, HERS, NeighborRow.State.STALE);
        type("set lan learn");
        assertEquals("bound-to-another", hears(advertisement(ADDRESS, ANOTHER)));
    }

    @Test
    @Clause("RFC 7039 §3.2")
    void staticallyOnlyWhatAPersonBoundIsClaimed() throws CommandException {
        type("set lan static");
        assertEquals("not-bound", hears(advertisement(ADDRESS, HERS)));
        type("add " + ADDRESS + " lladdr " + HERS + " dev lan");
        assertEquals("-", hears(advertisement(ADDRESS, HERS)));
        assertEquals("bound-to-another", hears(advertisement(ADDRESS, ANOTHER)));
        type("del " + ADDRESS + " dev lan");
        assertEquals("not-bound", hears(advertisement(ADDRESS, HERS)));
    }

    @Test
    @Clause("RFC 7039 §3.3")
    void sourcesOfAnotherAreRefusedWhereThatIsWanted() throws CommandException {
        type("add " + ADDRESS + " lladdr " + HERS + " dev lan");
        type("set lan learn");
        var echo = NdFrame.redirect("fe80::1", "fe80::1").from(ADDRESS).from(ANOTHER);
        assertEquals("-", hears(echo));
        type("set lan learn source on");
        assertEquals("source-of-another", hears(echo));
        assertEquals(
                "-",
                hears(NdFrame.redirect("fe80::1", "fe80::1")
                        .from("2001:db8::77")
                        .from(ANOTHER)));
    }

    @Test
    void aLinkLearnsSoManyAndNoMore() throws CommandException {
        type("set lan learn max 2");
        for (int i = 1; i <= 5; i++) {
            proves("2001:db8::" + i, HERS, NeighborRow.State.REACHABLE);
        }
        assertEquals(2, node.engine().bindings().size());
        assertEquals(3, node.engine().counters().named(NdGuard.FULL).value());
    }

    @Test
    void aSuccessorKnowsWhatWasLearnt() throws CommandException {
        type("set lan learn");
        proves(ADDRESS, HERS, NeighborRow.State.REACHABLE);
        node.engine().remove(hook, () -> {});
        hook.stop();
        lab.settle();
        assertEquals("-", hears(advertisement(ADDRESS, ANOTHER)));
        hook = new NdGuard(node.engine());
        node.engine().add(hook);
        lab.settle();
        assertEquals("bound-to-another", hears(advertisement(ADDRESS, ANOTHER)));
    }

    @Test
    void theGuardIsShownAndSavedInTheWordsThatSetIt() throws CommandException {
        type("set lan static source on max 7");
        type("add " + ADDRESS + " lladdr " + HERS + " dev lan");
        assertEquals(
                List.of("set lan static source on max 7", "add " + ADDRESS + " lladdr " + HERS + " dev lan"),
                command().configuration());
        assertEquals(
                List.of("lan static source on max 7", ADDRESS + " lladdr " + HERS + " dev lan static"),
                TypedCall.type(command(), "show"));
        assertThrows(CommandException.class, () -> type("del 2001:db8::dead dev lan"));
        assertThrows(CommandException.class, () -> type("set lan sometimes"));
    }

    private static NdFrame advertisement(String target, MacAddress from) {
        return NdFrame.neighborAdvertisement(target, "SO").from(from);
    }

    private void proves(String address, MacAddress mac, NeighborRow.State state) {
        node.engine()
                .neighbors()
                .put(new NeighborRow(lan(), Ipv6Address.parse(address), mac, state, false, 0, 0, 0, "inaba.nd"));
        lab.settle();
    }

    private int lan() {
        return Objects.requireNonNull(node.engine().link("lan")).index();
    }

    private String hears(NdFrame frame) {
        var before = node.engine().counters().totals();
        wire.inject(frame.bytes());
        lab.settle();
        return node.engine().counters().totals().entrySet().stream()
                .filter(each -> each.getKey().startsWith("inaba.ndguard.")
                        && each.getValue() > before.getOrDefault(each.getKey(), 0L))
                .map(Map.Entry::getKey)
                .map(name -> name.substring("inaba.ndguard.".length()))
                .findFirst()
                .orElse("-");
    }

    private NdGuardCommand command() {
        return new NdGuardCommand(node.engine());
    }

    private void type(String words) throws CommandException {
        TypedCall.type(command(), words);
        lab.settle();
    }
}

package inaba.mld;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.table.Row;
import inaba.testkit.Components;
import inaba.testkit.Extreme;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.wire.InterfaceAddress;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A node with a link `eth` on a wire, a listener, and delays that are all as short or as long as they can be.
final class MldLab {
    static final String LINK_LOCAL = "fe80::1";
    static final String GROUP = "ff02::db8:9";

    final Wire wire = new Wire();
    final LabNode node;
    MulticastListener mld;
    private final Lab lab;

    MldLab(Path state, Extreme delays, Map<String, ?> settings) {
        lab = new Lab(state);
        node = lab.node("a", false, delays);
        mld = listener(settings);
        node.start(mld);
        node.link("eth", wire);
        lab.settle();
    }

    /// A lab whose link-local address is usable; what that caused is over.
    static MldLab ready(Path state, Extreme delays, Map<String, ?> settings) {
        var lab = new MldLab(state, delays, settings);
        lab.address(LINK_LOCAL, State.PREFERRED);
        lab.advance(60_000);
        lab.forget();
        return lab;
    }

    static MldLab ready(Path state, Extreme delays) {
        return ready(state, delays, Map.of());
    }

    static MulticastListener listener(Map<String, ?> settings) {
        return Components.make(MulticastListener.class, settings);
    }

    void address(String address, State state) {
        var typed = InterfaceAddress.parse(address + "/64");
        node.engine()
                .addresses()
                .put(new AddressRow(
                        1,
                        typed.address(),
                        64,
                        AddressRow.Origin.MANUAL,
                        false,
                        state,
                        state == State.TENTATIVE ? 0 : 1,
                        Row.FOREVER,
                        Row.FOREVER,
                        Row.PERSON));
        lab.settle();
    }

    void join(String group) {
        listen(group, SourceFilter.ANY);
    }

    void listen(String group, SourceFilter filter) {
        listen(0, group, filter);
    }

    void listen(long listener, String group, SourceFilter filter) {
        var row = new GroupRow(
                1, Ipv6Address.parse(group), listener, filter.isNone() ? SourceFilter.ANY : filter, Row.PERSON);
        if (filter.isNone()) {
            node.engine().groups().remove(row.key());
        } else {
            node.engine().groups().put(row);
        }
        lab.settle();
    }

    void leave(String group) {
        listen(group, SourceFilter.NONE);
    }

    /// Forgets what was carried before; nothing may be said at once.
    void hears(QueryFrame frame) {
        forget();
        wire.inject(frame.bytes());
        lab.settle();
        var seen = wire.carried();
        seen.stream().skip(1).map(MldText::of).forEach(text -> assertEquals("nothing at once", text));
    }

    void carrier(boolean in) {
        node.port("eth").carrier(in);
        lab.settle();
    }

    void carried(String... frames) {
        lab.settle();
        assertEquals(List.of(frames), wire.carried().stream().map(MldText::of).toList());
    }

    void forget() {
        lab.settle();
        wire.carried();
    }

    void advance(long millis) {
        lab.advance(Duration.ofMillis(millis));
    }

    void settle() {
        lab.settle();
    }

    long total(String counter) {
        return node.engine().counters().totals().getOrDefault(counter, 0L);
    }

    String mld6() throws Exception {
        var printed = TypedCall.type(new MldCommand(node.engine()), "");
        return Objects.requireNonNull(printed.getFirst());
    }
}

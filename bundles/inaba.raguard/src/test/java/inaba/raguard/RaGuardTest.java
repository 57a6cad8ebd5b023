package inaba.raguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.nd.RouterPreference;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which advertisements pass a link's guard.
class RaGuardTest {
    private static final int IP = EthernetHeader.BYTES;
    private final Wire wire = new Wire();
    private final Lab lab;
    private final LabNode node;

    RaGuardTest(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", false);
        node.link("lan", wire);
        node.address("lan", "fe80::1/64");
        node.engine().add(new RaGuard(node.engine()));
        lab.settle();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        host                                                       | no-routers-here
        router                                                     | -
        router from fe80::9                                        | source
        router from fe80::9 from fe80::fffe                        | -
        router lladdr 02:00:00:00:00:09                            | mac
        router lladdr 02:00:00:00:ff:01                            | -
        router prefix 2001:db8:2::/48                              | prefix
        router prefix 2001:db8:1::/48                              | -
        router prefix 2001:db8:1::/65                              | prefix
        router maxpref medium                                      | preference
        router maxpref high                                        | -
        router from fe80::fffe prefix 2001:db8::/32 maxpref high   | -
        """)
    @Clause({"RFC 6105 §3", "RFC 6105 §4"})
    void whatPassesIsWhatThePolicyAllows(String policy, String counter) throws CommandException {
        type("set lan " + policy);
        hears(advertisement().bytes(), counter);
        assertEquals(
                List.of("set lan " + policy.replace(" maxpref high", "")),
                command().configuration());
        type("del lan");
        assertThrows(CommandException.class, () -> type("del lan"));
    }

    @Test
    void whereNothingIsSetAllPasses() {
        hears(advertisement().bytes(), "-");
    }

    @Test
    void otherMessagesPass() throws CommandException {
        type("set lan host");
        hears(NdFrame.routerSolicitation().bytes(), "-");
        hears(NdFrame.neighborSolicitation("fe80::1").bytes(), "-");
    }

    @Test
    @Clause("RFC 7113 §3")
    void headersInFrontHideNothing() throws CommandException {
        type("set lan host");
        byte[] plain = advertisement().bytes();
        hears(behind(plain, IpProtocol.DESTINATION_OPTIONS, new byte[] {58, 0, 1, 4, 0, 0, 0, 0}), "no-routers-here");
        byte[] atomic = behind(plain, IpProtocol.FRAGMENT, new byte[] {58, 0, 0, 0, 0, 0, 0, 7});
        hears(atomic, "no-routers-here");
        byte[] first = behind(plain, IpProtocol.FRAGMENT, new byte[] {58, 0, 0, 1, 0, 0, 0, 7});
        hears(first, "no-routers-here");
    }

    @Test
    @Clause("RFC 7113 §3")
    void aFirstFragmentThatShowsNothingIsRefusedAndALaterOneIsNot() throws CommandException {
        type("set lan host");
        byte[] plain = advertisement().bytes();
        byte[] hidden = behind(plain, IpProtocol.FRAGMENT, new byte[] {60, 0, 0, 1, 0, 0, 0, 7});
        byte[] cut = Arrays.copyOf(hidden, IP + Ipv6Header.BYTES + FragmentHeader.BYTES);
        new Ipv6Header(MemorySegment.ofArray(cut), IP).payloadLength(FragmentHeader.BYTES);
        hears(cut, "chain-incomplete");
        hears(behind(plain, IpProtocol.FRAGMENT, new byte[] {60, 0, 0, 9, 0, 0, 0, 7}), "-");
    }

    private static NdFrame advertisement() {
        return NdFrame.routerAdvertisement(1800)
                .from(MacAddress.parse("02:00:00:00:ff:01"))
                .preference(RouterPreference.HIGH)
                .prefix("2001:db8:1::/64", "LA", 100, 50);
    }

    /// The frame with a header between the IPv6 header and the rest.
    private static byte[] behind(byte[] frame, int protocol, byte[] header) {
        byte[] longer = new byte[frame.length + header.length];
        int at = IP + Ipv6Header.BYTES;
        System.arraycopy(frame, 0, longer, 0, at);
        System.arraycopy(header, 0, longer, at, header.length);
        System.arraycopy(frame, at, longer, at + header.length, frame.length - at);
        new Ipv6Header(MemorySegment.ofArray(longer), IP).nextHeader(protocol).payloadLength(longer.length - at);
        return longer;
    }

    private RaGuardCommand command() {
        return new RaGuardCommand(node.engine());
    }

    private void type(String words) throws CommandException {
        TypedCall.type(command(), words);
    }

    private void hears(byte[] frame, String counter) {
        long before = refused();
        wire.inject(frame);
        lab.settle();
        assertEquals(before + (counter.equals("-") ? 0 : 1), refused());
        if (!counter.equals("-")) {
            assertEquals(
                    1, Math.min(1, node.engine().counters().totals().getOrDefault("inaba.raguard." + counter, 0L)));
        }
    }

    private long refused() {
        return node.engine().counters().totals().entrySet().stream()
                .filter(each -> each.getKey().startsWith("inaba.raguard."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

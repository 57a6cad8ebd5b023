package inaba.tunnel;

import static inaba.tunnel.TunnelLab.A4;
import static inaba.tunnel.TunnelLab.B4;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.addrconf.AddressConfiguration;
import inaba.api.hook.Tap;
import inaba.api.link.AddressRow;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.LabNode;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A tunnel is a link for Neighbor Discovery too: RFC 4213 §3.7, §3.8.
class LinkTest {
    @TempDir
    private Path state;

    @ParameterizedTest(name = "interface identifiers {0}: {1} and {2}")
    @CsvSource({"eui64, fe80::c000:201, fe80::c633:6401", "opaque, , "})
    @Clause({"RFC 4213 §3.7a", "RFC 4213 §3.8a", "RFC 4213 §3.8c"})
    void bothEndsHaveLinkLocalAddressesAndReachEachOtherByThem(
            String identifiers, @Nullable String atA, @Nullable String atB) {
        var lab = new TunnelLab(state);
        for (var node : List.of(lab.a, lab.b)) {
            node.start(Components.make(AddressConfiguration.class, Map.of("interface_identifiers", identifiers)));
        }
        lab.type(lab.a, "add t0 mode sit local " + A4 + " remote " + B4);
        lab.type(lab.b, "add t0 mode sit local " + B4 + " remote " + A4);
        var seen = new ArrayList<String>();
        lab.b.engine().add((Tap) (link, out, packet, at, length) -> note(lab.b, seen, link, out, packet, at, length));
        lab.lab.advance(Duration.ofSeconds(10));
        solicit(lab.a, linkLocal(lab.a), linkLocal(lab.b));
        lab.lab.settle();

        if (atA != null) {
            assertEquals(atA, linkLocal(lab.a).toString());
            assertEquals(atB, linkLocal(lab.b).toString());
        }
        assertTrue(linkLocal(lab.a).isLinkLocal() && !linkLocal(lab.a).equals(linkLocal(lab.b)));
        assertTrue(seen.contains("in ICMPv6 135, 32 bytes"), seen.toString()); // Duplicate Address Detection, its nonce
        assertTrue(seen.contains("in ICMPv6 135, 24 bytes"), seen.toString());
        assertTrue(seen.contains("out ICMPv6 136, 24 bytes"), seen.toString()); // no link-layer address is told
        lab.addsUp();
    }

    private static void solicit(LabNode node, Ipv6Address source, Ipv6Address target) {
        int bytes = NeighborSolicitation.FIXED_BYTES;
        var packet = node.engine().output().takeIcmpv6(bytes, source, target.solicitedNode(), 255);
        new NeighborSolicitation(packet.memory().asSlice(packet.upper(), bytes))
                .start()
                .targetAddress(target);
        node.engine()
                .output()
                .send(packet, Objects.requireNonNull(node.engine().link("t0")).index());
    }

    private static void note(
            LabNode node, List<String> seen, int link, boolean out, MemorySegment packet, long at, int length) {
        if (link == Objects.requireNonNull(node.engine().link("t0")).index() && Layouts.u8(packet, at + 6) == 58) {
            seen.add((out ? "out" : "in") + " ICMPv6 " + Layouts.u8(packet, at + 40) + ", " + (length - 40) + " bytes");
        }
    }

    private static Ipv6Address linkLocal(LabNode node) {
        int link = Objects.requireNonNull(node.engine().link("t0")).index();
        return node.engine().addresses().rows().stream()
                .filter(row -> row.link() == link && row.origin() == AddressRow.Origin.LINK_LOCAL && row.usable())
                .findFirst()
                .orElseThrow()
                .address();
    }
}

package inaba.hosttap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.GroupRow;
import inaba.core.Engine;
import inaba.hosttap.core.Memberships;
import inaba.testkit.Lab;
import inaba.testkit.Wire;
import inaba.wire.Ipv6Address;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a daemon's kernel lists, and the rows of it.
class MembershipTest {
    private static final Ipv6Address OSPF = Ipv6Address.parse("ff02::5");
    private static final Ipv6Address DESIGNATED = Ipv6Address.parse("ff02::6");
    private static final int LINK = 1;

    private static final List<String> IGMP6 = """
            1    lo              ff020000000000000000000000000001     1 0000000C 0
            1    lo              ff010000000000000000000000000001     1 00000008 0
            7    ike0            ff020000000000000000000000000005     1 00000004 0
            7    ike0            ff0200000000000000000001ff000001     2 00000004 0
            7    ike0            ff020000000000000000000000000001     1 0000000C 0
            7    ike0            ff010000000000000000000000000001     1 00000008 0
            8    ike01           ff020000000000000000000000000006     1 00000004 0
            """.lines().toList();

    @TempDir
    Path state;

    @Test
    void whatOnlyDaemonsAskForIsFoundInTheKernelsLists() {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        var igmp = List.of(
                "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter",
                "1\tlo        :     1      V3",
                "\t\t\t\t" + (little ? "060000E0" : "E0000006") + "     1 0:00000000\t\t0",
                "7\tike0      :     2      V3",
                "\t\t\t\t" + (little ? "050000E0" : "E0000005") + "     1 0:00000000\t\t0",
                "\t\t\t\t" + (little ? "010000E0" : "E0000001") + "     1 0:00000000\t\t0");
        assertEquals(Set.of(OSPF, Ipv6Address.ofIpv4(0xe0000005)), Memberships.of(IGMP6, igmp, "ike0"));
        assertEquals(Set.of(), Memberships.of(IGMP6, igmp, "eth0"));
    }

    @Test
    void whatIsJoinedAndLeftOnATapIsJoinedAndLeftOnItsLink() {
        var node = new Lab(state).node("router", true);
        node.link("wan", new Wire());
        var engine = node.engine();
        var byHand = new GroupRow(LINK, DESIGNATED, "person");
        engine.groups().put(byHand);
        var membership = new Membership(engine, LINK);

        membership.set(Set.of(OSPF, DESIGNATED));
        assertEquals(Set.of(OSPF, DESIGNATED), joined(engine));
        membership.set(Set.of(DESIGNATED));
        assertEquals(Set.of(DESIGNATED), joined(engine));
        membership.set(Set.of());
        assertEquals(Set.of(), joined(engine));
        assertEquals(byHand, engine.groups().get(byHand.key()), "what a person has joined stays");

        membership.set(Set.of(OSPF));
        Membership.adopt(engine);
        assertEquals(Set.of(), joined(engine), "its link has no tap any more");
    }

    private static Set<Ipv6Address> joined(Engine engine) {
        return engine.groups().rows().stream()
                .filter(row -> row.owner().equals(Membership.OWNER))
                .map(GroupRow::group)
                .collect(Collectors.toSet());
    }
}

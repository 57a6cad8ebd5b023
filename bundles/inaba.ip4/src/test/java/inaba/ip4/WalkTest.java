package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.core.command.Group4Command;
import inaba.core.command.Walk4Command;
import inaba.junit.Clause;
import inaba.route.Route4Command;
import inaba.testkit.TypedCall;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see of IPv4 in the commands of other bundles.
class WalkTest {
    private final Ip4Lab lab;

    WalkTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @Test
    void aWalkShowsRouteAndNeighborAndSendsNothing() throws CommandException {
        lab.ping(lab.host, Ip4Lab.SERVER);
        lab.seen(lab.right);
        var steps = walk("from 10.0.0.2 to 10.0.1.2 dev lan");
        assertTrue(steps.get(1).startsWith("route GO 10.0.1.0/24 proto kernel metric 256"), steps::toString);
        assertTrue(steps.getLast().startsWith("transmit FORWARD wan lladdr 02:00:00:00:03:01"), steps::toString);
        assertEquals(List.of(), lab.seen(lab.right));
    }

    @Test
    @Clause("RFC 1812 §4.2.3.1")
    void aWalkEndsWithTheNamedDropAndItsError() throws CommandException {
        assertTrue(walk("from 10.0.0.2 to 192.0.2.1 dev lan").toString().contains("net unreachable"));
        assertTrue(walk("from 10.0.0.2 to 10.0.1.255 dev lan").toString().contains("inaba.core.directed-broadcast"));
        assertTrue(walk("from 10.0.0.2 to 10.0.1.0 dev lan").toString().contains("inaba.core.subnet-address"));
        assertTrue(walk("from 10.0.0.2 to 10.0.0.1 dev lan").getLast().startsWith("deliver DELIVER icmp4"));
    }

    @Test
    @Clause({"RFC 1122 §3.3.1.6", "RFC 1812 §2.2.5.2", "RFC 1812 §4.2.3.4"})
    void routesAreTypedAndShownInTheWordsOfIpv4() throws CommandException {
        var command = new Route4Command(lab.router.engine());
        TypedCall.type(command, "add 192.0.2.0/24 via 10.0.1.2");
        assertTrue(TypedCall.type(command, "").contains("192.0.2.0/24 via 10.0.1.2 dev wan proto static metric 1024"));
        assertEquals(List.of("add 192.0.2.0/24 via 10.0.1.2 dev wan"), command.configuration());
        assertEquals(
                "192.0.2.9 via 10.0.1.2 dev wan proto static src 10.0.1.1 metric 1024",
                TypedCall.type(command, "get 192.0.2.9").getFirst());
    }

    @Test
    void groupsOfEachFamilyAreShownApart() throws CommandException {
        var command = new Group4Command(lab.router.engine());
        TypedCall.type(command, "add 239.1.2.3 dev lan");
        assertEquals(
                List.of(
                        "224.0.0.1 dev lan owner inaba.core",
                        "224.0.0.1 dev wan owner inaba.core",
                        "239.1.2.3 dev lan owner person"),
                TypedCall.type(command, "").stream().sorted().toList());
    }

    private List<String> walk(String words) throws CommandException {
        return TypedCall.type(new Walk4Command(lab.router.engine()), words);
    }
}

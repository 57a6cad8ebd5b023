package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.command.GroupCommand;
import inaba.core.command.SelectionCommand;
import inaba.core.command.WalkCommand;
import inaba.junit.Clause;
import inaba.wire.Prefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands of the core on a router between `lan` and `wan`.
class CoreCommandTest {
    @TempDir
    Path state;

    private LabNode router;

    @BeforeEach
    void start() {
        var lab = new Lab(state);
        router = lab.node("router", true);
        router.link("lan", new Wire());
        router.link("wan", new Wire());
        router.address("lan", "fe80::1/64").address("lan", "2001:db8:1::1/64").address("wan", "2001:db8:2::1/64");
        router.engine().routes().put(onLink("wan", "2001:db8:2::/64"));
        lab.settle();
    }

    @Test
    @Clause("RFC 4007 §9b")
    void aWalkBeyondTheScopeOfItsSourceEndsWithTheDrop() throws CommandException {
        var steps = TypedCall.type(new WalkCommand(router.engine()), "from fe80::9%lan to 2001:db8:2::9");
        assertTrue(steps.getLast().contains("DROP") && steps.getLast().contains("beyond-scope"), steps.toString());
        assertEquals(steps, TypedCall.type(new WalkCommand(router.engine()), "from fe80::9 to 2001:db8:2::9 dev lan"));
    }

    @Test
    @Clause({"RFC 4007 §11", "RFC 4007 §6"})
    void aGroupIsJoinedOnce() throws CommandException {
        var command = new GroupCommand(router.engine());
        TypedCall.type(command, "add ff02::1:3%lan");
        var again = assertThrows(CommandException.class, () -> TypedCall.type(command, "add ff02::1:3 dev lan"));
        assertEquals("maddr6: ff02::1:3 is already joined on lan", again.getMessage());
        TypedCall.type(command, "del ff02::1:3 dev lan");
        var gone = assertThrows(CommandException.class, () -> TypedCall.type(command, "del ff02::1:3%lan"));
        assertEquals("maddr6: ff02::1:3 is not joined by hand on lan", gone.getMessage());
    }

    /// RFC 6724 §6: what can be reached before what cannot, link-local before global.
    @Test
    void destinationsAreShownInTheOrderInWhichToTryThem() throws CommandException {
        var command = new SelectionCommand(router.engine());
        assertEquals(
                List.of(
                        "fe80::9 dev lan src fe80::1",
                        "2001:db8:2::9 dev wan src 2001:db8:2::1",
                        "2001:db8:9::9 unreachable"),
                TypedCall.type(command, "order 2001:db8:9::9 2001:db8:2::9 fe80::9%lan"));
        TypedCall.type(command, "temporary off");
        TypedCall.type(command, "del 2001::/32");
        TypedCall.type(command, "add fd00::/8 prec 45 label 14");
        assertEquals(
                List.of("del 2001::/32", "add fd00::/8 prec 45 label 14", "temporary off"), command.configuration());
        TypedCall.type(command, "temporary on");
        assertEquals(2, command.configuration().size());
    }

    private RouteRow onLink(String link, String prefix) {
        int index = Objects.requireNonNull(router.engine().link(link)).index();
        return new RouteRow(
                RouteRow.MAIN,
                Prefix.parse(prefix),
                Prefix.ALL,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(index, null, 1)),
                256,
                RouteRow.Preference.MEDIUM,
                "kernel",
                0,
                null,
                true,
                Row.PERSON,
                Row.FOREVER);
    }
}

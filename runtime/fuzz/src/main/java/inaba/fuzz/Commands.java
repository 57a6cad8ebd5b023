package inaba.fuzz;

import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.core.command.GroupCommand;
import inaba.core.command.StatCommand;
import inaba.core.command.WalkCommand;
import inaba.hostile.Target;
import inaba.ingress.IngressCommand;
import inaba.ndguard.NdGuardCommand;
import inaba.ra.Ra6Command;
import inaba.raguard.RaGuardCommand;
import inaba.testkit.TypedCall;
import inaba.tunnel.TunnelCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Commands on a whole node, a line each. A line is done or refused with a reason; and what a command then says is the
/// configuration is taken again by that command.
final class Commands implements Subject {
    private static final int LIFE = 2_000;
    private static final int LONGEST = 400;
    private static final int WRONG_USAGE = 2;

    private final Path state = Scratch.folder();
    private @Nullable Map<String, Command> commands;
    private int lines;

    @Override
    public void take(byte[] input) {
        var present = commands == null ? begin() : commands;
        commands = ++lines % LIFE == 0 ? null : present;
        var text = new String(input, 0, Math.min(input.length, LONGEST), StandardCharsets.UTF_8).strip();
        var words = text.split("\\s+", 2);
        var command = present.get(words[0]);
        if (command == null) {
            return;
        }
        try {
            TypedCall.type(command, words.length > 1 ? words[1] : "");
        } catch (CommandException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new IllegalStateException("refused without a reason", refused);
            }
            return;
        }
        for (var line : command.configuration()) {
            again(command, line);
        }
    }

    /// What is there already may be refused, but not for its words.
    private static void again(Command command, String line) {
        try {
            TypedCall.type(command, line);
        } catch (CommandException refused) {
            if (refused.exitCode() == WRONG_USAGE) {
                throw new IllegalStateException("its own configuration is refused: " + line, refused);
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "ingress set lan rpf strict default off bogon private",
                        "ndguard6 set lan learn source on max 7",
                        "ndguard6 add 2001:db8::1 lladdr 02:00:00:00:00:01 dev lan",
                        "raguard6 set lan router from fe80::1 prefix 2001:db8::/32 maxpref low",
                        "ra6 set lan on interval 3 4 prefix 2001:db8:1::/64 valid 100 rdnss ::1 dnssl a.b pref64 64:ff9b::/96",
                        "tunnel add x mode ip6gre local 2001:db8:1::1 remote 2001:db8::2 key 7 seq csum ttl 3",
                        "walk6 from 2001:db8::1 to 2001:db8:2::f dev lan proto udp sport 1 dport 2 size 99",
                        "maddr6 add ff05::1 dev lan",
                        "stat lan")
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private Map<String, Command> begin() {
        var engine = Target.gateway(state).engine();
        var made = new LinkedHashMap<String, Command>();
        for (var command : List.of(
                new IngressCommand(engine),
                new NdGuardCommand(engine),
                new RaGuardCommand(engine),
                new Ra6Command(engine),
                new TunnelCommand(engine),
                new WalkCommand(engine),
                new GroupCommand(engine),
                new StatCommand(engine))) {
            made.put(command.name(), command);
        }
        return made;
    }
}

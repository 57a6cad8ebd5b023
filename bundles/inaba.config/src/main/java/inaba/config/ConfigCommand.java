package inaba.config;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `config show|save`: what a person has configured, as commands that make it again.
@Component(service = Command.class)
public final class ConfigCommand implements Command {
    /// The file in the state folder that the next start runs.
    static final String SAVED = "config";

    private final Node node;

    /// All others: it cannot wait for itself.
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(!(component.name=inaba.config.ConfigCommand))")
    private volatile List<Command> commands = List.of();

    @Activate
    public ConfigCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String summary() {
        return "show the configuration as commands, or keep it for the next start";
    }

    @Override
    public List<String> usages() {
        return List.of("[show]", "save");
    }

    @Override
    public void run(Call call) throws CommandException {
        var verb = call.args().verb("show", "save");
        call.args().end();
        var lines = node.loop().call(() -> Configuration.of(commands));
        if (verb.equals("show")) {
            lines.forEach(line -> call.print(Line.text(line).bare("command", line)));
        } else {
            var file = node.state().resolve(SAVED);
            save(file, lines, call);
            call.print(Line.text("kept " + lines.size() + " commands in " + file)
                    .bare("file", file)
                    .bare("commands", lines.size()));
        }
    }

    /// Replaces the file at once, so that a crash leaves the old or the new one.
    private static void save(Path file, List<String> lines, Call call) throws CommandException {
        var beside = file.resolveSibling(SAVED + ".new");
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.deleteIfExists(beside);
            try (var channel = FileChannel.open(beside, options, mode)) {
                var bytes = ByteBuffer.wrap((String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw call.args().failed("cannot write " + file + ": " + e.getMessage());
        }
    }
}

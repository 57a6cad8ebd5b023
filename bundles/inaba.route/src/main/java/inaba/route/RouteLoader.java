package inaba.route;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.route.core.RouteWords;
import inaba.wire.IpFamily;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `route6 load`: routes from a file, a line each in the words of `route6 add`, with `#` comments.
///
/// Lines are read on the caller's thread and added in small batches, so that the control loop stays free for packets. A
/// line is added
/// as a whole or not at all; the first bad one ends the loading, and those before it stay.
final class RouteLoader {
    private final Node node;
    private final IpFamily family;
    private final List<Pending> pending = new ArrayList<>();
    private int loaded;

    RouteLoader(Node node, IpFamily family) {
        this.node = node;
        this.family = family;
    }

    /// `load FILE`; the verb was read.
    void run(Call call) throws CommandException {
        var args = call.args();
        String name = args.next("FILE");
        args.end();
        Path file = call.file(name);
        try (var reader = Files.newBufferedReader(file)) {
            load(reader, name, call);
        } catch (IOException unreadable) {
            throw args.failed("cannot read " + name + ": " + reason(unreadable) + loaded());
        }
        call.print(Line.text(routes(loaded) + " loaded").keyed("loaded", loaded));
    }

    private void load(BufferedReader reader, String name, Call call) throws IOException, CommandException {
        var scene = RouteCommand.scene(node, family);
        int number = 0;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            number++;
            var words = words(text);
            if (words.isEmpty()) {
                continue;
            }
            var args = new Args(name + " line " + number, words);
            try {
                var row = RouteWords.parseNew(args, scene).row(scene, args);
                scene.know(row);
                pending.add(new Pending(row, args));
            } catch (CommandException bad) {
                add();
                throw CommandException.failed(bad.getMessage() + loaded());
            }
            if (pending.size() == RouteCommand.BATCH) {
                add();
                call.progress(routes(loaded));
                if (call.cancelled()) {
                    throw CommandException.failed("stopped" + loaded());
                }
            }
        }
        add();
    }

    private void add() throws CommandException {
        var bad = node.loop().call(this::addPending);
        if (bad.isPresent()) {
            throw CommandException.failed(bad.get().getMessage() + loaded());
        }
        pending.clear();
    }

    /// On the loop.
    private Optional<CommandException> addPending() {
        for (var each : pending) {
            try {
                RouteCommand.add(node, each.row, each.args, false);
            } catch (CommandException bad) {
                return Optional.of(bad);
            }
            loaded++;
        }
        return Optional.empty();
    }

    private static List<String> words(String text) {
        int comment = text.indexOf('#');
        String said = (comment < 0 ? text : text.substring(0, comment)).strip();
        return said.isEmpty() ? List.of() : List.of(said.split("\\s+"));
    }

    private String loaded() {
        return "; " + routes(loaded) + " loaded before";
    }

    private static String routes(int count) {
        return String.format("%,d route%s", count, count == 1 ? "" : "s");
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case java.nio.charset.CharacterCodingException _ -> "it is not text";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private record Pending(RouteRow row, Args args) {}
}

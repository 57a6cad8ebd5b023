package inaba.route;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.route.core.RouteLines;
import inaba.wire.IpFamily;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `route6 load`: routes from a file, a line each in the words of `route6 add`, with `#` comments.
///
/// The file is read on the caller's thread, to its end before a route of it is added; then its routes are added in
/// pieces, so that the control loop stays free for packets. All of them are added or none: a line that is wrong, or a
/// route that cannot be added, ends the loading and is named. What it says at the end is what workers forward by.
final class RouteLoader {
    /// Lines between two looks at whether to go on.
    private static final int LINES = 65_536;

    /// Routes that are added within one turn of the loop.
    private static final int PIECE = 1024;

    private static final long LOOK_MILLIS = 100;

    private final Node node;
    private final IpFamily family;
    private final List<RouteRow> rows = new ArrayList<>();
    /// Of each route, the line that it is from.
    private int[] lines = new int[PIECE];
    /// Whether the route that could not be added is there already; else the table is full.
    private boolean exists;

    RouteLoader(Node node, IpFamily family) {
        this.node = node;
        this.family = family;
    }

    /// `load FILE`; the verb was read.
    void run(Call call) throws CommandException {
        var args = call.args();
        String name = args.next("FILE");
        args.end();
        var words = new RouteLines(name, RouteCommand.scene(node, family));
        try (var reader = Files.newBufferedReader(call.file(name))) {
            read(reader, words, call);
        } catch (IOException unreadable) {
            throw args.failed("cannot read " + name + ": " + reason(unreadable));
        }
        add(words, call);
        awaitSeen(call);
        call.print(Line.text(routes(rows.size()) + " loaded").keyed("loaded", rows.size()));
    }

    private void read(BufferedReader reader, RouteLines words, Call call) throws IOException, CommandException {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            var row = words.next(text);
            if (row != null) {
                keep(row, words.number());
            }
            if (words.number() % LINES == 0) {
                call.progress(routes(rows.size()) + " read");
                check(call);
            }
        }
    }

    private void keep(RouteRow row, int line) {
        if (rows.size() == lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[rows.size()] = line;
        rows.add(row);
    }

    private void add(RouteLines words, Call call) throws CommandException {
        for (int from = 0; from < rows.size(); from += PIECE) {
            int first = from;
            int end = Math.min(rows.size(), from + PIECE);
            int added = node.loop().call(() -> add(first, end));
            try {
                if (added < end) {
                    throw refusal(words, added);
                }
                call.progress(routes(end) + " added");
                check(call);
            } catch (CommandException refused) {
                takeBack(added);
                throw refused;
            }
        }
    }

    /// On the loop.
    ///
    /// @return the first that could not be added, or `end`
    private int add(int from, int end) {
        var table = node.routes();
        for (int i = from; i < end; i++) {
            var row = rows.get(i);
            exists = table.get(row.key()) != null;
            if (exists || !table.put(row)) {
                return i;
            }
        }
        return end;
    }

    private CommandException refusal(RouteLines words, int index) {
        var args = new Args(words.where(lines[index]), List.of());
        var why = exists ? RouteCommand.exists(args, rows.get(index)) : RouteCommand.full(args, node);
        return CommandException.failed(why.getMessage() + "; no route was loaded");
    }

    /// Removes those that were added, unless somebody replaced them meanwhile.
    private void takeBack(int added) {
        for (int from = 0; from < added; from += PIECE) {
            int first = from;
            int end = Math.min(added, from + PIECE);
            node.loop().call(() -> {
                for (var row : rows.subList(first, end)) {
                    if (row.equals(node.routes().get(row.key()))) {
                        node.routes().remove(row.key());
                    }
                }
                return end;
            });
        }
    }

    private void awaitSeen(Call call) {
        if (node.loop().onLoop()) {
            return; // who is the loop cannot wait for it
        }
        var seen = new CountDownLatch(1);
        node.loop().post(() -> node.whenRoutesSeen(seen::countDown));
        try {
            while (!seen.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !call.cancelled()) {
                call.progress(routes(rows.size()) + " added, the forwarding table is being built");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(Call call) throws CommandException {
        if (call.cancelled()) {
            throw CommandException.failed("stopped");
        }
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
}

package inaba.api.manage;

import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.api.time.Loop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Loads rows from a file into a table.
///
/// The file is read on the caller's thread, to its end before a row of it is added; then its rows are added in pieces,
/// so that the control loop stays free for packets. All of them are added or none: a line that is wrong, or a row that
/// cannot be added, ends the loading and is named.
public final class TableLoader<K, R extends Row<K>> {
    /// Lines between two words on how far it has come.
    private static final int LINES = 65_536;

    /// Rows that are added within one turn of the loop.
    private static final int PIECE = 1024;

    private final Loop loop;
    private final Table<K, R> table;
    private final Kind<R> kind;
    private final FileLines<R> words;
    private final List<R> rows = new ArrayList<>();
    /// What was there instead of each row that was added.
    private final List<@Nullable R> replaced = new ArrayList<>();
    /// Of each row, the line that it is from.
    private int[] lines = new int[PIECE];

    /// What is said of the rows, and done about one that is there already.
    public interface Kind<R> {
        /// One of them: `route`.
        String noun();

        /// Whether a row takes the place of one with the same key; else that one refuses it.
        boolean replaces();

        /// Why the row could not be added: it is there already, or the table is full.
        ///
        /// @param line makes the error, and says where the row is
        CommandException refusal(Args line, R row);
    }

    public TableLoader(Loop loop, Table<K, R> table, Kind<R> kind, FileLines<R> words) {
        this.loop = loop;
        this.table = table;
        this.kind = kind;
        this.words = words;
    }

    /// Reads the whole file.
    ///
    /// @return its rows
    public List<R> read(Call call) throws CommandException {
        try (var reader = Files.newBufferedReader(call.file(words.name()))) {
            read(reader, call);
        } catch (IOException unreadable) {
            throw call.args().failed("cannot read " + words.name() + ": " + reason(unreadable));
        }
        return Collections.unmodifiableList(rows);
    }

    /// Adds what was read.
    public void add(Call call) throws CommandException {
        for (int from = 0; from < rows.size(); from += PIECE) {
            int first = from;
            int end = Math.min(rows.size(), from + PIECE);
            int added = loop.call(() -> add(first, end));
            try {
                if (added < end) {
                    throw refusal(added);
                }
                if (from % LINES == 0) {
                    call.progress(count(end) + " added");
                }
                check(call);
            } catch (CommandException refused) {
                takeBack(added);
                throw refused;
            }
        }
    }

    /// `1 route`, `1,024 routes`: all that were read.
    public String count() {
        return count(rows.size());
    }

    /// What was loaded, for the end of the command.
    public Line loaded() {
        return Line.text(count() + " loaded").keyed("loaded", rows.size());
    }

    private void read(BufferedReader reader, Call call) throws IOException, CommandException {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            var row = words.next(text);
            if (row != null) {
                keep(row, words.number());
            }
            if (words.number() % LINES == 0) {
                call.progress(count() + " read");
                check(call);
            }
        }
    }

    private void keep(R row, int line) {
        if (rows.size() == lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[rows.size()] = line;
        rows.add(row);
    }

    /// On the loop.
    ///
    /// @return the first that could not be added, or `end`
    private int add(int from, int end) {
        for (int i = from; i < end; i++) {
            var row = rows.get(i);
            var before = table.get(row.key());
            if ((before != null && !kind.replaces()) || !table.put(row)) {
                return i;
            }
            replaced.add(before);
        }
        return end;
    }

    private CommandException refusal(int index) {
        var line = new Args(words.where(lines[index]), List.of());
        var why = kind.refusal(line, rows.get(index)).getMessage();
        return CommandException.failed(why + "; no " + kind.noun() + " was loaded");
    }

    /// Undoes what was added, the last first, unless somebody changed it meanwhile.
    private void takeBack(int added) {
        for (int end = added; end > 0; end -= PIECE) {
            int last = end;
            loop.call(() -> {
                for (int i = last - 1; i >= Math.max(0, last - PIECE); i--) {
                    takeBackOne(i);
                }
                return last;
            });
        }
    }

    private void takeBackOne(int index) {
        var row = rows.get(index);
        if (!row.equals(table.get(row.key()))) {
            return;
        }
        var before = replaced.get(index);
        if (before == null) {
            table.remove(row.key());
        } else {
            table.put(before);
        }
    }

    private static void check(Call call) throws CommandException {
        if (call.cancelled()) {
            throw CommandException.failed("stopped");
        }
    }

    private String count(int rows) {
        return String.format("%,d %s%s", rows, kind.noun(), rows == 1 ? "" : "s");
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

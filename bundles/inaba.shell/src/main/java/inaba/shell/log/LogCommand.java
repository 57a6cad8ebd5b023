package inaba.shell.log;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.shell.log.Entry.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// `log`: the last entries of the log, of a level and graver ones.
@Component(service = Command.class)
public final class LogCommand implements Command {
    /// Entries that are shown unless a number is given.
    private static final int SHOWN = 40;

    private static final long STEP_MILLIS = 200;

    private final Path file;

    @Activate
    public LogCommand(BundleContext context) {
        this(Path.of(context.getProperty("inaba.state")).resolve("inaba.log"));
    }

    LogCommand(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String summary() {
        return "show the end of the log, or what is added to it";
    }

    @Override
    public List<String> usages() {
        return List.of("[debug|info|warn|error] [count N] [follow]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        var level = Level.TRACE;
        long count = SHOWN;
        boolean follow = false;
        while (args.hasNext()) {
            if (args.accept("count")) {
                count = args.number("a number of entries", 1, 1_000_000);
            } else if (args.accept("follow")) {
                follow = true;
            } else {
                level = level(args);
            }
        }
        try {
            show(call, level, count, follow);
        } catch (IOException e) {
            throw args.failed("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static Level level(Args args) throws CommandException {
        return Level.valueOf(
                args.oneOf("debug", "info", "warn", "error", "count", "follow").toUpperCase(Locale.ROOT));
    }

    private void show(Call call, Level least, long count, boolean follow) throws IOException {
        var log = new LogFile(file);
        var there = entries(log, least);
        there.stream().skip(Math.max(0, there.size() - count)).forEach(entry -> call.print(entry.line()));
        if (follow) {
            var ended = new CountDownLatch(1);
            call.onCancel(ended::countDown);
            while (!waited(ended) && !call.cancelled()) {
                entries(log, least).forEach(entry -> call.print(entry.line()));
            }
        }
    }

    private static List<Entry> entries(LogFile log, Level least) throws IOException {
        return Entry.parse(log.lines()).stream()
                .filter(entry -> entry.level().compareTo(least) >= 0)
                .toList();
    }

    private static boolean waited(CountDownLatch ended) {
        try {
            return ended.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

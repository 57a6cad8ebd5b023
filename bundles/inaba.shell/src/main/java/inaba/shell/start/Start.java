package inaba.shell.start;

import inaba.api.protocol.Node;
import inaba.shell.complete.View;
import inaba.shell.prompt.Prompt;
import inaba.shell.run.Commands;
import inaba.shell.run.Session;
import inaba.shell.serve.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Once every bundle was started: configures the appliance, opens the socket, says `ready` or opens the prompt.
///
/// It reads what the launcher was told from framework properties, and ends the appliance through the service
/// `inaba.exit`.
@Component(
        service = {},
        immediate = true)
public final class Start {
    private static final Logger LOG = LoggerFactory.getLogger(Start.class);
    private static final long STOP_MILLIS = 1_000;
    private static final String TRY = """
            A host is simulated on each link. Try:
              ping6 2001:db8:1::100     trace6 2001:db8:2::100     walk6 from 2001:db8:1::100 to 2001:db8:2::100 dev lan
              link    addr6    neigh6    route6    ra6    stat lan    swap fib hash    capture lan /tmp/lan.pcapng
            """;

    private final BundleContext context;
    private final IntConsumer exit;
    private final View view;
    private final Prompt.Setting setting;
    private final Path state;
    private final Thread thread;
    private @Nullable Server server;
    private volatile @Nullable Prompt prompt;
    private volatile boolean stopped;

    @Activate
    public Start(
            BundleContext context,
            @Reference(target = "(inaba.exit=true)") IntConsumer exit,
            @Reference(target = "(osgi.condition.id=inaba.started)") Condition started,
            @Reference Commands commands,
            @Reference CommandProcessor processor,
            @Reference View view) {
        this.context = context;
        this.exit = exit;
        this.view = view;
        this.state = Path.of(property("inaba.state"));
        this.setting = new Prompt.Setting(commands, processor, view, state.resolve("history"));
        thread = Thread.ofPlatform().name("inaba-start").daemon().unstarted(this::run);
        // JLine looks there for the ways to a terminal, which its own class loader has.
        thread.setContextClassLoader(TerminalBuilder.class.getClassLoader());
        thread.start();
    }

    private String property(String name) {
        var value = context.getProperty(name);
        return value == null ? "" : value;
    }

    private void run() {
        try {
            var lasting = Lasting.of(context);
            int code = lasting.first() ? configure() : 0;
            if (code != 0) {
                exit.accept(code);
            } else if (serve(lasting)) {
                open(lasting);
            }
        } catch (IOException e) {
            LOG.error("the start failed", e);
            fail("the start failed: " + e);
            exit.accept(1);
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    /// Opens the socket, unless this one was stopped already: its successor may have put its own there.
    private synchronized boolean serve(Lasting lasting) throws IOException {
        if (!stopped) {
            server = new Server(setting, state, lasting.terminal());
        }
        return !stopped;
    }

    private static void fail(String message) {
        System.err.println("inaba: " + message);
    }

    /// Runs the commands of the start until one fails, or the appliance ends.
    ///
    /// @return the exit code of that one, or 0
    private int configure() throws IOException {
        if (view.node() == null) {
            fail("the core did not start; the log says why: " + state.resolve("inaba.log"));
            return 1;
        }
        var screen = new StartScreen();
        try (var session = new Session(setting.commands(), setting.processor(), screen, Path.of(""))) {
            for (var order : orders()) {
                int code = order.run(session);
                if (stopped) {
                    return 0; // interrupted what ran
                }
                if (code != 0) {
                    fail(order.where() + ": " + order.plain(screen.complaint()));
                    return code;
                }
            }
        }
        return 0;
    }

    private List<Order> orders() throws IOException {
        return Orders.read(property("inaba.links"), property("inaba.config"), property("inaba.commands"), state);
    }

    private void open(Lasting lasting) throws IOException, InterruptedException {
        if (!property("inaba.headless").equals("false")) {
            var node = view.node();
            if (lasting.first() && node != null) {
                ready(node);
            }
            return;
        }
        lasting.terminal().acquire();
        try {
            prompt(lasting.first());
        } finally {
            lasting.terminal().release();
        }
    }

    private static void ready(Node node) throws InterruptedException {
        Usable.await(node);
        System.out.println("ready");
        System.out.flush();
    }

    private void prompt(boolean first) throws IOException {
        try (var terminal = TerminalBuilder.builder()
                .name("inaba")
                .provider("ffm") // else each of five is loaded before one is chosen
                .system(true)
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .build()) {
            if (first) {
                terminal.writer().print(banner());
            }
            try (var opened = new Prompt(setting, terminal, Path.of(""))) {
                prompt = opened;
                if (!stopped) {
                    opened.serve();
                }
                if (!stopped) {
                    terminal.writer().println("stopping the appliance");
                    terminal.flush();
                    exit.accept(0);
                }
            }
        }
    }

    /// The next instance, if there is one, takes the terminal when this one let go of it.
    @Deactivate
    void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            if (server != null) {
                server.close();
            }
        }
        var opened = prompt;
        if (opened == null) {
            thread.interrupt();
        } else {
            opened.close(); // what it runs may be the update of this bundle: it ends by itself
            if (!opened.running()) {
                thread.interrupt(); // it reads the terminal
            }
        }
        thread.join(STOP_MILLIS);
    }

    private boolean isDefault() {
        return property("inaba.links").isEmpty()
                && property("inaba.config").isEmpty()
                && Files.notExists(state.resolve(Orders.SAVED));
    }

    private String banner() {
        var seconds = (System.nanoTime() - Long.parseLong(property("inaba.started.nanos"))) / 1e9;
        return String.format(
                Locale.ROOT,
                "Inaba is up after %.2f s. Tab completes, help lists the commands, Ctrl-D stops the appliance.%n%s",
                seconds,
                isDefault() ? TRY : "");
    }
}

package inaba.shell.run;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.gogo.shell.Posix;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/// A session over the real Gogo, with commands that a test makes up and a registry that knows only Gogo's functions.
public final class ShellLab implements AutoCloseable {
    /// One for all tests: threads that end late would put a stopped one back.
    private static final ThreadIOImpl THREADS = new ThreadIOImpl();

    static {
        THREADS.start();
    }

    public final CommandProcessorImpl processor = new CommandProcessorImpl(THREADS);
    public final Commands commands;
    final Session session;
    final List<String> progress = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Bundle home = home();
    private long serviceId;
    int homeState = Bundle.ACTIVE;

    public ShellLab() {
        processor.addCommand("gogo", new Posix(), "grep");
        commands = new Commands(context());
        session = new Session(commands, processor, screen(), Path.of(""));
    }

    private Screen screen() {
        return new Screen() {
            @Override
            public OutputStream out() {
                return out;
            }

            @Override
            public OutputStream err() {
                return err;
            }

            @Override
            public void progress(String text) {
                progress.add(text);
            }
        };
    }

    /// Registers a command; the newer of a name serves.
    public ServiceReference<Command> offers(String name, SessionTest.Body body) {
        return offers(name, List.of("WORD..."), body);
    }

    public ServiceReference<Command> offers(String name, List<String> usages, SessionTest.Body body) {
        var command = new Command() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String summary() {
                return name + "s";
            }

            @Override
            public List<String> usages() {
                return usages;
            }

            @Override
            public void run(Call call) throws CommandException {
                body.run(call);
            }
        };
        var reference = reference(Map.of(Constants.SERVICE_ID, ++serviceId), home);
        commands.bind(command, reference);
        return reference;
    }

    public Session session() {
        return session;
    }

    /// Runs a line, which must be done without a failure.
    public String shown(String line) {
        int code = session.line(line);
        if (code != 0) {
            throw new AssertionError(line + " gave " + code + ": " + err());
        }
        return out();
    }

    /// Waits until exactly this was shown; a test's time limit ends the wait.
    public void awaitShown(String text) throws InterruptedException {
        while (!out.toString(StandardCharsets.UTF_8).equals(text)) {
            Thread.sleep(10);
        }
    }

    void withdraws(ServiceReference<Command> reference) {
        commands.unbind(reference);
    }

    /// What was shown since it was last asked for.
    String out() {
        return taken(out);
    }

    String err() {
        return taken(err);
    }

    private static String taken(ByteArrayOutputStream bytes) {
        var text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Override
    public void close() {
        session.close();
    }

    private BundleContext context() {
        return fake(BundleContext.class, (method, arguments) -> {
            if (method.equals("getBundles")) {
                return new Bundle[] {home};
            }
            var function = (Function) arguments[1];
            var properties = (java.util.Dictionary<?, ?>) arguments[2];
            processor.addCommand(Commands.SCOPE, function, (String) properties.get("osgi.command.function"));
            return fake(ServiceRegistration.class, (_, _) -> {
                processor.removeCommand(function);
                return null;
            });
        });
    }

    private Bundle home() {
        return fake(Bundle.class, (method, _) -> switch (method) {
            case "getSymbolicName" -> "inaba.home";
            case "getState" -> homeState;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<Command> reference(Map<String, Object> properties, Bundle bundle) {
        return fake(ServiceReference.class, (method, arguments) -> switch (method) {
            case "getBundle" -> bundle;
            case "getProperty" -> properties.get((String) arguments[0]);
            case "hashCode" -> properties.hashCode();
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}

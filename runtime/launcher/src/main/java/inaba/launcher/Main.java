package inaba.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import sun.misc.Signal;

/// `inaba run`: starts an appliance and serves until it is told to stop.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        if (arguments.contains("--help")) {
            System.out.print(Options.HELP);
            return 0;
        }
        Consumer<String> report = line -> System.err.println("inaba: " + line);
        try {
            Compilers.standBack(report);
            var options = terminalAware(Options.parse(arguments));
            var libraries = ClassPathBundles.of(System.getProperty("java.class.path"));
            var appliance = Appliance.prepare(options, home(), report, libraries);
            stopOnSignals(appliance);
            appliance.start();
            return appliance.waitForStop();
        } catch (StartException e) {
            report.accept(e.getMessage());
            return e.exitCode();
        }
    }

    /// Without a terminal there is nobody to prompt.
    private static Options terminalAware(Options options) {
        var console = System.console();
        var terminal = console != null && console.isTerminal();
        return terminal ? options : options.asHeadless();
    }

    private static Path home() {
        return Path.of(System.getProperty("inaba.home", ".")).toAbsolutePath().normalize();
    }

    /// SIGTERM and SIGHUP (the terminal is gone) end the appliance in order, with exit code 0. SIGINT too, unless the
    /// prompt takes it.
    private static void stopOnSignals(Appliance appliance) {
        for (var name : List.of("TERM", "HUP", "INT")) {
            Signal.handle(new Signal(name), _ -> appliance.stop(0));
        }
    }
}

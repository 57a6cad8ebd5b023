package inaba.lab;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/// `inaba lab`: a ready network to play with.
public final class Main {
    private static final String HELP = """
            usage: inaba lab [router] [packet|xdp|pcap]
              a network of Linux namespaces, host - appliance - server, with the appliance's prompt; both links of the
              appliance use the driver that is named (default: packet). Everything is gone when the prompt is left.
              Without a terminal it prints "ready" and stays until SIGTERM. Needs root.
            """;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static volatile @Nullable Process prompt;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> words) {
        if (words.contains("--help")) {
            System.out.print(HELP);
            return 0;
        }
        int named = !words.isEmpty() && words.getFirst().equals("router") ? 1 : 0;
        var driver = words.size() > named ? words.get(named) : Lab.DRIVERS.getFirst();
        if (words.size() > named + 1 || !Lab.DRIVERS.contains(driver)) {
            complain("lab expects [router] [packet|xdp|pcap], not '" + String.join(" ", words)
                    + "'; see: inaba lab --help");
            return USAGE;
        }
        return serve(driver);
    }

    private static int serve(String driver) {
        endOnSignals(Thread.currentThread());
        System.out.println("building host - appliance - server ...");
        try (var lab = Lab.start(driver)) {
            describe(lab);
            if (System.console() != null && System.console().isTerminal()) {
                prompt(lab);
            } else {
                System.out.println("ready");
                Thread.currentThread().join(); // until a signal interrupts it
            }
            return 0;
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            return 0; // told to end, and everything is taken away
        }
    }

    /// Ctrl-C at the prompt is the prompt's own affair.
    private static void endOnSignals(Thread main) {
        for (var name : List.of("TERM", "HUP", "INT")) {
            Signal.handle(new Signal(name), signal -> {
                var running = prompt;
                if (running == null) {
                    main.interrupt();
                } else if (!signal.getName().equals("INT")) {
                    running.destroy();
                }
            });
        }
    }

    private static void describe(Lab lab) throws IOException, InterruptedException {
        var router = lab.awaitDefaultRoute();
        System.out.printf(
                """

                  host       %s   %s, default via %s
                  appliance  %s   lan %s, wan %s
                  server     %s   %s

                Try in another terminal:
                  %s

                And at the prompt: link, addr6, neigh6, route6, ra6, stat, swap fib hash, ping6 %s, help

                """,
                lab.host().namespace(),
                lab.awaitAddress(),
                router,
                lab.router().namespace(),
                Lab.LAN,
                Lab.WAN,
                lab.server().namespace(),
                Lab.SERVER,
                String.join("\n  ", lab.suggestions(router)),
                Lab.SERVER);
    }

    private static void prompt(Lab lab) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(lab.appliance().attachWords()).inheritIO();
        builder.environment().putAll(ApplianceProcess.ENVIRONMENT);
        var running = builder.start();
        prompt = running;
        running.waitFor();
    }

    private static void complain(String message) {
        System.err.println("inaba: " + message);
    }
}

package inaba.lab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// What happens to an appliance in a soak, one thing at a time.
final class SoakSteps {
    /// Of the appliance, before anything happens.
    static final List<String> CONFIGURATION = List.of("ra6 set lan on prefix 2001:db8:1::/64");

    private static final List<String> BUNDLES = List.of(
            "inaba.nd",
            "inaba.route",
            "inaba.ra",
            "inaba.icmp6",
            "inaba.mld",
            "inaba.pmtu",
            "inaba.addrconf",
            "inaba.ip4",
            "inaba.tunnel",
            "inaba.raguard",
            "inaba.ingress",
            "inaba.ndguard",
            "inaba.fib.radix",
            "inaba.fib.multibit");
    private static final List<String> TABLES = List.of("radix", "hash", "poptrie", "multibit");
    private static final List<String> DRIVERS = List.of("pcap", "xdp");
    private static final Path REPOSITORY = Path.of(System.getProperty("inaba.home", "."))
            .toAbsolutePath()
            .normalize()
            .resolve("runtime/dist/target/repository/inaba");
    private static final int FRAMES = 1 << 14;
    private static final int FLOOD = 20_000;
    private static final Duration FLOOD_TIME = Duration.ofSeconds(2);
    private static final Duration ABSENCE = Duration.ofSeconds(2);
    private static final Duration FLAP = Duration.ofMillis(50);

    private final FloodLab lab;
    private final Random random;
    private final Map<String, Integer> counted = new TreeMap<>();
    private int prefix;
    private String last = "";

    /// Whose packets may be lost by what was done.
    enum Harmed {
        NOBODY,
        LAN
    }

    SoakSteps(FloodLab lab, Random random) {
        this.lab = lab;
        this.random = random;
    }

    /// What was done last.
    String last() {
        return last;
    }

    /// How often each was done.
    Map<String, Integer> counted() {
        return counted;
    }

    /// Does one of them.
    Harmed any() throws IOException, InterruptedException {
        switch (random.nextInt(8)) {
            case 0, 1 -> attack();
            case 2 -> update();
            case 3 -> swapTable();
            case 4 -> swapDriver();
            case 5 -> {
                return flap();
            }
            case 6 -> renumber();
            default -> absent();
        }
        return Harmed.NOBODY;
    }

    private void begin(String kind, String what) {
        last = (kind + ' ' + what).strip();
        counted.merge(kind, 1, Integer::sum);
    }

    private void attack() throws IOException, InterruptedException {
        var kind = FloodKind.values()[random.nextInt(FloodKind.values().length)];
        begin("attack", kind.title());
        var ground = new FloodKind.Ground(lab.lanMac(), FloodLab.LAN_ROUTER, FloodLab.LAN_HOST, FloodLab.DMZ);
        try (var arena = Arena.ofShared()) {
            var generator = Generator.start(lab.lan(), "eth0", kind.frames(arena, FRAMES, ground), FLOOD);
            try (generator) {
                LockSupport.parkNanos(FLOOD_TIME.toNanos());
            }
        }
    }

    private void update() throws IOException, InterruptedException {
        var bundle = any(BUNDLES);
        begin("update", bundle);
        var told = lab.appliance()
                .shell("bundle update " + REPOSITORY.resolve(bundle + "/0.1.0/" + bundle + "-0.1.0.jar"));
        if (!told.contains("is replaced by")) {
            throw new IOException("an update of " + bundle + " said: " + told);
        }
    }

    private void swapTable() throws IOException, InterruptedException {
        var table = any(TABLES);
        begin("swap", table);
        lab.appliance().shell("swap fib " + table);
    }

    /// To another driver and back, on a link that a stream leaves by.
    private void swapDriver() throws IOException, InterruptedException {
        var driver = any(DRIVERS);
        begin("driver", driver);
        lab.appliance().shell("link set dmz driver " + driver + ":dmz0; link set dmz driver packet:dmz0");
    }

    private Harmed flap() throws IOException, InterruptedException {
        int times = 1 + random.nextInt(10);
        begin("flap", times + " times");
        for (int i = 0; i < times; i++) {
            lab.lan().run("ip link set eth0 down");
            LockSupport.parkNanos(FLAP.toNanos());
            lab.lan().run("ip link set eth0 up");
            LockSupport.parkNanos(FLAP.toNanos());
        }
        lab.lan().run("ip addr replace " + FloodLab.LAN_HOST + "/64 dev eth0 nodad"); // the kernel forgets it
        lab.lan().run("ip route replace default via " + FloodLab.LAN_ROUTER + " dev eth0");
        return Harmed.LAN;
    }

    private void renumber() throws IOException, InterruptedException {
        var before = prefix(prefix++);
        begin("renumber", prefix(prefix));
        lab.appliance()
                .shell("ra6 set lan on prefix 2001:db8:1::/64 prefix " + prefix(prefix) + "; addr6 add "
                        + prefix(prefix).replace("/64", "1/64") + " dev lan nodad");
        if (prefix > 1) {
            lab.appliance().shell("addr6 del " + before.replace("/64", "1/64") + " dev lan");
        }
    }

    private static String prefix(int number) {
        return "2001:db8:1" + Integer.toHexString(0x100 + number % 0xe00) + "::/64";
    }

    private void absent() throws IOException, InterruptedException {
        begin("absent", "inaba.nd");
        lab.appliance().shell("bundle stop inaba.nd");
        LockSupport.parkNanos(ABSENCE.toNanos());
        lab.appliance().shell("bundle start inaba.nd");
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

package inaba.bench.forward;

import inaba.bench.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The routers that are compared: Linux first, then those that were chosen, as far as they are there.
final class Inventory implements AutoCloseable {
    private final List<Router> routers = new ArrayList<>();
    private final Run run;

    /// @param names a driver of ours, perhaps with `-generic` (XDP in the kernel's stack) or `-spin` (its workers stay
    /// awake), or one of `c`, `c-xdp`, `dpdk-af_packet`, `dpdk-af_xdp`
    Inventory(Run run, Topology topology, List<String> names) throws IOException, InterruptedException {
        this.run = run;
        try {
            routers.add(new LinuxRouter(topology));
            for (var name : names) {
                add(topology, name);
            }
            for (var router : routers) {
                router.awaitReady(); // all at once take half of the time
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                close();
            } catch (IOException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    private void add(Topology topology, String name) throws IOException, InterruptedException {
        if (name.equals("c") || name.equals("c-xdp")) {
            if (Tools.available()) {
                routers.add(new CRouter(topology, name));
            } else {
                missing(name, "gcc");
            }
        } else if (name.startsWith(DpdkRouter.NAME)) {
            if (DpdkRouter.available()) {
                routers.add(new DpdkRouter(topology, name));
            } else {
                missing(name, "dpdk-dev");
            }
        } else {
            routers.add(new InabaRouter(topology, name));
        }
    }

    private void missing(String router, String needed) {
        run.out().println(router + ": not installed (Debian package " + needed + ")");
    }

    List<Router> routers() {
        return List.copyOf(routers);
    }

    @Override
    public void close() throws IOException {
        routers.forEach(Router::end);
        var failures = new ArrayList<IOException>();
        for (var router : routers) {
            try {
                router.close();
            } catch (IOException e) {
                failures.add(e); // the others close all the same
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}

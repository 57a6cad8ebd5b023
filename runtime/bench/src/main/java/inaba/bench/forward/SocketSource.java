package inaba.bench.forward;

import inaba.lab.Generator;
import inaba.lab.Host;
import inaba.lab.Sending;
import java.io.IOException;

/// An ordinary sender: a packet socket.
record SocketSource(Host sender) implements Source {
    @Override
    public String name() {
        return "socket";
    }

    @Override
    public boolean isLimit() {
        return true;
    }

    @Override
    public boolean everywhere() {
        return true;
    }

    @Override
    public AutoCloseable ready(Router router) {
        return () -> {};
    }

    @Override
    public Sending start(Router router, Traffic traffic, int bytes) throws IOException, InterruptedException {
        var path = router.path();
        return Generator.start(sender, path.from(), traffic.frames(bytes, path.mac()), 0);
    }
}

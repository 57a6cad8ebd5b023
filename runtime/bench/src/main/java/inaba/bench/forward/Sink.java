package inaba.bench.forward;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.packet.Packet;
import inaba.link.packet.PacketDriver;
import java.io.IOException;
import java.lang.foreign.Arena;

/// The far end of a path, read by a thread that never sleeps.
final class Sink implements AutoCloseable {
    private static final int ROOM = 2304;

    private final Port port;
    private final Packet[] seen = new Packet[64];

    /// @param arena lives longer than this
    Sink(Topology topology, Topology.Path path, Arena arena) throws IOException, InterruptedException {
        var options =
                new PortOptions(path.to(), null, topology.network().folder().resolve("sink"), true, true);
        port = topology.sink().call(() -> open(path.to(), options));
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new Packet(arena.allocate(ROOM, 64), 0, ROOM);
        }
    }

    private static Port open(String device, PortOptions options) throws IOException {
        try {
            return new PacketDriver().open(device, options, () -> {});
        } catch (LinkException e) {
            throw new IOException(e);
        }
    }

    /// Takes what is there. @return how many
    int take() {
        for (var packet : seen) {
            packet.reset(0);
        }
        return port.receiver(0).receive(seen, seen.length);
    }

    /// Takes what is there. @return true when a frame of this length was among it
    boolean arrived(int bytes) {
        int n = take();
        boolean found = false;
        for (int i = 0; i < n; i++) {
            found |= seen[i].length() == bytes;
        }
        return found;
    }

    @Override
    public void close() {
        port.close();
    }
}

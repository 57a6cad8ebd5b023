package inaba.link.packet;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import java.lang.foreign.Arena;

/// Packets for tests.
final class Bursts {
    static final int SIZE = 64;
    private static final int HEADROOM = 64;
    private static final int BYTES = 10_000;

    private Bursts() {}

    static Packet[] of(Arena arena) {
        var burst = new Packet[SIZE];
        for (int i = 0; i < SIZE; i++) {
            burst[i] = new Packet(arena.allocate(BYTES, 64), 0, BYTES);
        }
        return burst;
    }

    /// Receives into packets that were emptied before.
    static int receive(Receiver receiver, Packet[] burst) {
        for (var packet : burst) {
            packet.reset(HEADROOM);
        }
        return receiver.receive(burst, burst.length);
    }
}

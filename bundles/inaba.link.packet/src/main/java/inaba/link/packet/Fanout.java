package inaba.link.packet;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import inaba.linux.LinuxException;
import inaba.linux.PacketSocket;
import java.lang.foreign.Arena;

/// A group of packet sockets that share what a device receives: each flow comes to one of them (PACKET_FANOUT,
/// packet(7)).
///
/// The option's value is the group's number, and above it how frames are dealt out.
final class Fanout {
    private static final int SOL_PACKET = 263;
    private static final int PACKET_FANOUT = 18;
    private static final int BY_FLOW = 0; // PACKET_FANOUT_HASH
    private static final int NEW_NUMBER = 0x2000; // PACKET_FANOUT_FLAG_UNIQUEID
    private static final int HOW = 16;
    private static final int NUMBER = 0xffff;

    private int number = -1;

    /// Takes a socket in that is bound.
    void join(PacketSocket socket) throws LinuxException {
        if (number >= 0) {
            socket.option(PACKET_FANOUT, number | BY_FLOW << HOW, "share a device by flows");
            return;
        }
        socket.option(PACKET_FANOUT, (BY_FLOW | NEW_NUMBER) << HOW, "share a device by flows");
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_INT);
            int result = socket.get(SOL_PACKET, PACKET_FANOUT, value, arena.allocateFrom(JAVA_INT, Integer.BYTES));
            if (result < 0) {
                throw new LinuxException("ask for the number of a group of sockets", -result);
            }
            number = value.get(JAVA_INT, 0) & NUMBER;
        }
    }
}

package inaba.link.sim.host;

import java.lang.foreign.MemorySegment;

/// The host's way to the wire.
@FunctionalInterface
public interface Sender {
    /// Sends an Ethernet frame; its bytes are borrowed until return.
    void send(MemorySegment frame, long at, int length);
}

package inaba.link.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.junit.Namespace;
import inaba.wire.EthernetHeader;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import java.lang.foreign.Arena;
import java.util.concurrent.CompletionException;

/// Frames that carry a number.
final class Numbered {
    private static final int EXPERIMENT = 0x88b5; // IEEE 802 local experimental
    private static final int BYTES = 60;

    private Numbered() {}

    /// The number of a frame, or -1 of any other.
    static int of(Packet frame) {
        boolean numbered =
                frame.length() == BYTES && new EthernetHeader(frame.memory(), frame.start()).etherType() == EXPERIMENT;
        return numbered ? (int) Layouts.u32(frame.memory(), frame.start() + EthernetHeader.BYTES) : -1;
    }

    /// Sends frames numbered `from` to `until`, one by one.
    static int send(Transmitter out, int from, int until) {
        var bytes = Arena.ofAuto().allocate(BYTES, Long.BYTES);
        new EthernetHeader(bytes, 0)
                .destination(MacAddress.BROADCAST)
                .source(MacAddress.parse("02:00:00:00:00:01"))
                .etherType(EXPERIMENT);
        Packet[] burst = {new Packet(bytes, 0, BYTES).reset(0).end(BYTES)};
        int sent = 0;
        for (int i = from; i < until; i++) {
            Layouts.u32(bytes, EthernetHeader.BYTES, i);
            sent += out.send(burst, 0, 1);
        }
        return sent;
    }

    /// Sends them from a device in another namespace, one each `pause` nanoseconds.
    static void sendFrom(String namespace, String device, int from, int until, long pause) {
        try {
            Namespace.in(namespace, () -> {
                try (var out = new PcapTransmitter(Handles.sending(device))) {
                    long start = System.nanoTime();
                    for (int i = from; i < until; i++) {
                        while (System.nanoTime() - start < (i - from) * pause) {
                            Thread.onSpinWait();
                        }
                        assertEquals(1, send(out, i, i + 1));
                    }
                }
                return 0;
            });
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }
}

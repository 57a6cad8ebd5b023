package inaba.fuzz;

import inaba.hostile.Battle;
import inaba.hostile.Frames;
import inaba.hostile.Harm;
import inaba.hostile.Samples;
import inaba.hostile.Target;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A whole node, whose state is kept from input to input. An input is frames, each behind an octet that says what is
/// done with it and two of its length:
///
///     1 the lengths and the checksum of ICMPv6 are put right     4 a second passes afterwards
///     2 the frame is for this node                               8 a protocol is replaced afterwards
final class Nodes implements Subject {
    private static final int REPAIR = 1;
    private static final int FOR_US = 2;
    private static final int WAIT = 4;
    private static final int SWAP = 8;
    private static final int HEAD = 3;
    private static final int BETWEEN_LOOKS = 256;
    private static final int LIFE = 20_000;

    private final Function<Path, Target> maker;
    private final Path state = Scratch.folder();
    private @Nullable Battle battle;
    private int inputs;

    /// @param maker makes the node, with a folder for its state
    Nodes(Function<Path, Target> maker) {
        this.maker = maker;
    }

    @Override
    public void take(byte[] input) {
        var present = battle == null ? begin() : battle;
        battle = present;
        try {
            play(present, input);
            if (++inputs % BETWEEN_LOOKS == 0) {
                present.close();
            }
            if (inputs % LIFE == 0) {
                battle = null;
            }
        } catch (Harm | RuntimeException broken) {
            battle = null;
            throw new Harm(broken + "; alone: " + alone(input));
        }
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.concat(Samples.frames().stream(), Gateways.frames().stream())
                .map(frame -> script(FOR_US, frame))
                .toList();
    }

    private static byte[] script(int what, byte[] frame) {
        var script = new ByteArrayOutputStream();
        script.write(what);
        script.write(frame.length >>> 8);
        script.write(frame.length);
        script.writeBytes(frame);
        return script.toByteArray();
    }

    /// Whether the input does it to a new node too.
    private String alone(byte[] input) {
        try {
            var fresh = begin();
            play(fresh, input);
            fresh.close();
            return "no";
        } catch (Harm | RuntimeException broken) {
            return "yes, " + broken;
        }
    }

    private void play(Battle on, byte[] input) {
        for (int at = 0; at + HEAD <= input.length; ) {
            int what = input[at];
            int length = (input[at + 1] & 7) << 8 | input[at + 2] & 0xff;
            var frame = Arrays.copyOfRange(input, at + HEAD, Math.min(input.length, at + HEAD + length));
            at += HEAD + length;
            on.target().hears(Target.LAN, prepared(what, frame));
            if ((what & WAIT) != 0) {
                on.target().advance(Duration.ofSeconds(1));
            }
            if ((what & SWAP) != 0) {
                var protocols = on.target().protocols();
                on.target().swap(protocols.get((what >>> 4 & 0xf) % protocols.size()));
            }
        }
        on.target().sent();
        on.invariants();
    }

    private static byte[] prepared(int what, byte[] frame) {
        if (frame.length < 14) {
            return frame;
        }
        var prepared = frame.clone();
        if ((what & FOR_US) != 0) {
            var header = Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, 0, new byte[0]);
            System.arraycopy(header, 0, prepared, 0, 12);
        }
        return (what & REPAIR) == 0 ? prepared : Frames.repaired(prepared);
    }

    private Battle begin() {
        return new Battle(maker.apply(state));
    }
}

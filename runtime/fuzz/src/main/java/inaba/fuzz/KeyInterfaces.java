package inaba.fuzz;

import inaba.api.protocol.Node;
import inaba.api.xfrm.Algorithm;
import inaba.testkit.Lab;
import inaba.xfrm.algorithm.Algorithms;
import inaba.xfrm.netlink.Netlink;
import inaba.xfrm.pfkey.KeyManagement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Messages of key managers for a node whose tables are kept from input to input. Each is answered with whole messages,
/// and nothing is thrown.
final class KeyInterfaces implements Subject {
    private static final int LIFE = 20_000;

    private final boolean netlink;
    private Function<byte[], List<byte[]>> answers;
    private int inputs;

    KeyInterfaces(boolean netlink) {
        this.netlink = netlink;
        answers = begin();
    }

    private Function<byte[], List<byte[]>> begin() {
        Node node = new Lab(Scratch.folder()).node("node", true).engine();
        return netlink
                ? new Netlink(node, KeyInterfaces::algorithm, () -> Instant.EPOCH, "fuzz")::answers
                : new KeyManagement(node, KeyInterfaces::algorithm, () -> Instant.EPOCH, "fuzz")::answers;
    }

    private static @Nullable Algorithm algorithm(String name) {
        return Algorithms.ALL.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void take(byte[] input) {
        if (++inputs % LIFE == 0) {
            answers = begin();
        }
        for (var answer : answers.apply(input)) {
            if (answer.length < 16 || answer.length % 4 != 0) {
                throw new IllegalStateException("an answer of " + answer.length + " octets");
            }
        }
    }

    /// Of netlink what charon 5.9.8 has sent for an IKE association with a child that is renewed, and to end it; of
    /// PF_KEY what a script does in setkey's way.
    @Override
    public List<byte[]> seeds() {
        return recorded(netlink ? "charon.hex" : "setkey.hex")
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    private static Stream<String> recorded(String name) {
        try (var in = KeyInterfaces.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

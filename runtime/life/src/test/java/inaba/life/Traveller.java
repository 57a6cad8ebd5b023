package inaba.life;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Questions and answers of protocol 253 (RFC 3692), and how many answers came.
final class Traveller implements Protocol {
    static final int EXPERIMENT = 253;
    private static final int PAYLOAD = 16;
    private static final int QUESTION = 1;
    private static final int ANSWER = 2;
    private static final int HOP_LIMIT = 64;

    private @Nullable Node node;
    private long answers;

    long answers() {
        return answers;
    }

    /// Asks, from the address that source address selection picks.
    void ask(Ipv6Address whom) {
        send(Ipv6Address.UNSPECIFIED, whom, QUESTION);
    }

    @Override
    public String slot() {
        return "traveller";
    }

    @Override
    public void start(Node on) {
        node = on;
    }

    @Override
    public void stop() {
        node = null;
    }

    @Override
    public Set<Integer> nextHeaders() {
        return Set.of(EXPERIMENT);
    }

    @Override
    public Verdict receive(Packet packet) {
        var ip = new Ipv6Header(packet.memory(), packet.network());
        if (Layouts.u8(packet.memory(), packet.upper()) == QUESTION) {
            send(ip.destination(), ip.source(), ANSWER);
        } else {
            answers++;
        }
        return Verdict.Go.DELIVER;
    }

    private void send(Ipv6Address from, Ipv6Address to, int what) {
        var output = Objects.requireNonNull(node).output();
        var packet = output.take(Ipv6Header.BYTES + PAYLOAD);
        long payload = packet.start() + Ipv6Header.BYTES;
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(HOP_LIMIT)
                .source(from)
                .destination(to);
        packet.memory().asSlice(payload, PAYLOAD).fill((byte) 0);
        Layouts.u8(packet.memory(), payload, what);
        output.send(packet.end(payload + PAYLOAD), 0);
    }
}

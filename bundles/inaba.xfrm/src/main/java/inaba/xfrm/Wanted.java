package inaba.xfrm;

import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Ports;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Selector;
import inaba.api.xfrm.Template;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An association that a packet waits for: a row without SPI and keys, which key management sees and which ends by
/// itself. For a peer and a protocol there is one at a time.
final class Wanted {
    private static final Duration LIFE = Duration.ofSeconds(30); // as Linux: net.core.xfrm_acq_expires

    private Wanted() {}

    static boolean is(@Nullable SaRow row) {
        return row != null && row.key().spi() == 0;
    }

    /// Whose packet it is.
    static Selector flow(Packet packet) {
        boolean ipv4 = packet.isIpv4();
        var memory = packet.memory();
        long at = packet.network();
        var source =
                ipv4 ? Ipv6Address.ofIpv4(new Ipv4Header(memory, at).source()) : new Ipv6Header(memory, at).source();
        var destination = ipv4
                ? Ipv6Address.ofIpv4(new Ipv4Header(memory, at).destination())
                : new Ipv6Header(memory, at).destination();
        return new Selector(
                new Prefix(source, 128), new Prefix(destination, 128), Selector.ANY, Ports.ANY, Ports.ANY, 0);
    }

    static String text(Selector flow) {
        return "src " + IpFamily.text(flow.source().address()) + " dst "
                + IpFamily.text(flow.destination().address());
    }

    /// What the first template that nothing fits asks for; nothing where one is waited for already.
    static Optional<SaRow> by(PolicyRow policy, Selector flow, Node node) {
        var present = node.associations().rows();
        return policy.templates().stream()
                .filter(template -> present.stream().noneMatch(template::fits))
                .findFirst()
                .map(template -> row(template, flow, node.time().nanos()))
                .filter(row -> node.associations().get(row.key()) == null);
    }

    private static SaRow row(Template template, Selector flow, long now) {
        boolean own =
                template.mode() == Mode.TRANSPORT || template.destination().isUnspecified();
        var destination = own ? flow.destination().address() : template.destination();
        var source = own || template.source().isUnspecified() ? flow.source().address() : template.source();
        return new SaRow(
                new SaRow.Key(destination, template.protocol(), 0),
                source,
                template.mode(),
                template.requestId(),
                null,
                null,
                null,
                null,
                null,
                flow,
                Limits.UNLIMITED,
                Set.of(),
                0,
                now,
                new SaState(0),
                "inaba.xfrm",
                now + LIFE.toNanos());
    }
}

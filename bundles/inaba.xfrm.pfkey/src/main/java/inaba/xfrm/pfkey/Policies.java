package inaba.xfrm.pfkey;

import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyLife;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Ports;
import inaba.api.xfrm.Selector;
import inaba.api.xfrm.Template;
import inaba.keys.Instants;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.xfrm.pfkey.wire.AddressExtension;
import inaba.xfrm.pfkey.wire.Extensions;
import inaba.xfrm.pfkey.wire.KeyHeader;
import inaba.xfrm.pfkey.wire.KeyMessage;
import inaba.xfrm.pfkey.wire.PolicyExtension;
import inaba.xfrm.pfkey.wire.PolicyRequest;
import inaba.xfrm.pfkey.wire.Sa2Extension;
import inaba.xfrm.pfkey.wire.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Policies from messages and into them, with KAME's extensions as Linux has them.
final class Policies {
    private static final int ANY_PROTOCOL = 255;

    private final KeyStore store;
    private final Instants instants;
    private final Lifetimes lifetimes;
    private final String owner;

    Policies(KeyStore store, Instants instants, String owner) {
        this.store = store;
        this.instants = instants;
        this.lifetimes = new Lifetimes(instants);
        this.owner = owner;
    }

    /// @throws IllegalArgumentException when something is malformed or missing
    PolicyRow.Key key(Extensions with) {
        return new PolicyRow.Key(KeyStore.direction(said(with).direction() - 1), selector(with));
    }

    private static PolicyExtension said(Extensions with) {
        return new PolicyExtension(with.need(Extensions.POLICY, PolicyExtension.BYTES));
    }

    static int index(Extensions with) {
        return said(with).index();
    }

    private static Selector selector(Extensions with) {
        var source = Associations.address(with, Extensions.ADDRESS_SOURCE);
        var destination = Associations.address(with, Extensions.ADDRESS_DESTINATION);
        int protocol = source.protocol();
        return new Selector(
                source.prefix(),
                destination.prefix(),
                protocol == 0 || protocol == ANY_PROTOCOL ? Selector.ANY : protocol,
                port(source.address()),
                port(destination.address()),
                0);
    }

    private static Ports port(SocketAddress address) {
        return address.port() == 0 ? Ports.ANY : Ports.of(address.port());
    }

    /// @throws IllegalArgumentException when something is malformed or missing
    PolicyRow row(Extensions with) throws Refused {
        var said = said(with);
        if (said.type() > PolicyExtension.IPSEC) {
            throw new Refused(Refused.EINVAL, "only discard, none and ipsec");
        }
        var key = key(with);
        var limits = Lifetimes.limits(with);
        boolean protects = said.type() == PolicyExtension.IPSEC;
        return new PolicyRow(
                key,
                store.freeIndex(key.direction()),
                said.priority(),
                said.type() == PolicyExtension.DISCARD ? PolicyRow.Action.BLOCK : PolicyRow.Action.ALLOW,
                protects ? said.requests().stream().map(Policies::template).toList() : List.of(),
                new LongAdder(),
                new PolicyLife(limits, instants.now()),
                owner,
                instants.end(limits));
    }

    private static Template template(PolicyRequest request) {
        boolean tunnel = request.mode() == Sa2Extension.TUNNEL;
        switch (request.protocol()) {
            case IpProtocol.ESP, IpProtocol.AH, IpProtocol.IPCOMP -> {}
            default -> throw new IllegalArgumentException("no such protocol");
        }
        if (request.mode() > Sa2Extension.TUNNEL) {
            throw new IllegalArgumentException("only transport and tunnel mode");
        }
        return new Template(
                tunnel ? request.source().address() : Ipv6Address.UNSPECIFIED,
                tunnel ? request.destination().address() : Ipv6Address.UNSPECIFIED,
                request.protocol(),
                0,
                tunnel ? Mode.TUNNEL : Mode.TRANSPORT,
                request.level() == PolicyRequest.UNIQUE ? request.requestId() : 0,
                request.level() == PolicyRequest.USE);
    }

    byte[] message(int type, KeyHeader to, int sequence, PolicyRow row) {
        var message = new KeyMessage(type, 0, sequence, to.pid());
        selector(row.key().selector(), message);
        var limits = row.life().limits();
        Lifetimes.hard(limits, message);
        Lifetimes.soft(limits, message);
        current(row, message);
        policy(row, message);
        return message.bytes();
    }

    private void current(PolicyRow row, KeyMessage message) {
        var life = row.life();
        lifetimes.current(message, row.use().sum(), 0, life.added(), life.lastUse());
    }

    /// A policy that has grown old, or is over, as KAME says it: with the limit that it has reached.
    byte[] expired(PolicyRow row, boolean hard) {
        var message = new KeyMessage(KeyHeader.SPD_EXPIRE, 0, 0, 0);
        current(row, message);
        if (hard) {
            Lifetimes.hard(row.life().limits(), message);
        } else {
            Lifetimes.soft(row.life().limits(), message);
        }
        selector(row.key().selector(), message);
        policy(row, message);
        return message.bytes();
    }

    static void selector(Selector selector, KeyMessage message) {
        int octets = AddressExtension.octets(selector.family());
        int protocol = selector.protocol() == Selector.ANY ? ANY_PROTOCOL : selector.protocol();
        new AddressExtension(message.extension(Extensions.ADDRESS_SOURCE, octets))
                .all(protocol, selector.source(), port(selector.sourcePorts()));
        new AddressExtension(message.extension(Extensions.ADDRESS_DESTINATION, octets))
                .all(protocol, selector.destination(), port(selector.destinationPorts()));
    }

    private static int port(Ports ports) {
        return ports.isAny() ? 0 : ports.first();
    }

    static void policy(PolicyRow row, KeyMessage message) {
        int octets = PolicyExtension.BYTES
                + row.templates().stream().mapToInt(Policies::octets).sum();
        var bytes = message.extension(Extensions.POLICY, octets);
        int type = row.action() == PolicyRow.Action.BLOCK
                ? PolicyExtension.DISCARD
                : row.templates().isEmpty() ? PolicyExtension.NONE : PolicyExtension.IPSEC;
        new PolicyExtension(bytes)
                .all(type, KeyStore.direction(row.key().direction()) + 1, row.index(), row.priority());
        long at = PolicyExtension.BYTES;
        for (var template : row.templates()) {
            int size = octets(template);
            write(template, new PolicyRequest(bytes.asSlice(at, size)));
            at += size;
        }
    }

    private static IpFamily family(Template template) {
        return IpFamily.of(template.destination());
    }

    private static int octets(Template template) {
        return PolicyRequest.octets(family(template), template.mode() == Mode.TUNNEL);
    }

    private static void write(Template template, PolicyRequest into) {
        int level = template.optional()
                ? PolicyRequest.USE
                : template.requestId() == 0 ? PolicyRequest.REQUIRE : PolicyRequest.UNIQUE;
        into.all(template.protocol(), Associations.mode(template.mode()), level, template.requestId());
        if (template.mode() == Mode.TUNNEL) {
            into.tunnel(family(template), template.source(), template.destination());
        }
    }
}

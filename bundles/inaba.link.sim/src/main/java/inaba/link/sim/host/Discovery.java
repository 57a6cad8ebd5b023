package inaba.link.sim.host;

import inaba.api.neighbor.NdInvalid;
import inaba.api.packet.Packet;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.MtuOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.Redirect;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The host's side of RFC 4861. Messages are valid when they come here.
final class Discovery {
    private final Identity identity;
    private final Addresses addresses;
    private final Routes routes;
    private final Output output;
    private boolean routerHeard;

    Discovery(Identity identity, Addresses addresses, Routes routes, Output output) {
        this.identity = identity;
        this.addresses = addresses;
        this.routes = routes;
        this.output = output;
    }

    /// True once a router advertised itself.
    boolean routerHeard() {
        return routerHeard;
    }

    void receive(Packet packet, int type) {
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var message = NdInvalid.message(packet);
        switch (type) {
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> solicited(new NeighborSolicitation(message), ip.source());
            case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> advertised(new NeighborAdvertisement(message));
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> routed(new RouterAdvertisement(message), ip.source());
            case Icmpv6Type.REDIRECT -> redirected(new Redirect(message), ip.source());
            default -> throw new IllegalArgumentException("ICMPv6 type " + type);
        }
    }

    /// §7.2.3 and §7.2.4. A solicitation from :: is somebody's test for duplicates: all nodes hear the answer.
    private void solicited(NeighborSolicitation message, Ipv6Address source) {
        var target = message.targetAddress();
        if (!addresses.holds(target)) {
            return;
        }
        var mac = linkLayerAddress(message.options(), LinkLayerAddressOption.SOURCE);
        if (mac != null) {
            output.neighbors().heard(source, mac);
        }
        boolean test = source.isUnspecified();
        output.send(
                target,
                test ? Ipv6Address.ALL_NODES : source,
                Messages.neighborAdvertisement(target, identity.mac(), !test));
    }

    private void advertised(NeighborAdvertisement message) {
        output.neighbors()
                .advertised(
                        message.targetAddress(),
                        linkLayerAddress(message.options(), LinkLayerAddressOption.TARGET),
                        message.solicited(),
                        message.override());
    }

    /// §6.3.4
    private void routed(RouterAdvertisement message, Ipv6Address source) {
        routerHeard = true;
        long mtu = 0;
        for (var option : new NdOptions(message.options())) {
            if (PrefixInformation.fits(option.bytes())) {
                var prefix = new PrefixInformation(option.bytes());
                addresses.learn(prefix);
                routes.learn(prefix);
            } else if (MtuOption.fits(option.bytes())) {
                mtu = new MtuOption(option.bytes()).mtu();
            }
        }
        output.advertised(message.curHopLimit(), mtu);
        routes.learn(source, message);
        var mac = linkLayerAddress(message.options(), LinkLayerAddressOption.SOURCE);
        if (mac != null) {
            output.neighbors().heard(source, mac);
        }
    }

    /// §8.3, from nobody but the present first hop (§8.1).
    private void redirected(Redirect message, Ipv6Address source) {
        if (!source.equals(routes.nextHop(message.destination()))) {
            return;
        }
        routes.redirect(message.destination(), message.target());
        var mac = linkLayerAddress(message.options(), LinkLayerAddressOption.TARGET);
        if (mac != null) {
            output.neighbors().heard(message.target(), mac);
        }
    }

    private static @Nullable MacAddress linkLayerAddress(MemorySegment options, int type) {
        return new NdOptions(options)
                .find(type)
                .filter(option -> LinkLayerAddressOption.fits(option.bytes()))
                .map(option -> new LinkLayerAddressOption(option.bytes()).address())
                .orElse(null);
    }
}

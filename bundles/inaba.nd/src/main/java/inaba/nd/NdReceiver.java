package inaba.nd;

import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkParameters;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.neighbor.NeighborCache;
import inaba.ip.neighbor.NudEvent;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.MtuOption;
import inaba.wire.nd.NdOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.Redirect;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What each of the five messages does to the neighbour cache and the link's parameters.
final class NdReceiver {
    private final Node node;
    private final NdConfig config;
    private final OwnAddresses own;
    private final NeighborCache cache;
    private final Advertiser advertiser;
    private final Redirects redirects;

    NdReceiver(
            Node node,
            NdConfig config,
            OwnAddresses own,
            NeighborCache cache,
            Advertiser advertiser,
            Redirects redirects) {
        this.node = node;
        this.config = config;
        this.own = own;
        this.cache = cache;
        this.advertiser = advertiser;
        this.redirects = redirects;
    }

    Verdict receive(Packet packet) {
        var invalid = NdInvalid.of(packet);
        if (invalid != null) {
            return invalid;
        }
        var link = node.link(packet.link());
        if (link == null || !link.runs()) {
            return NdDrop.LINK_DOWN;
        }
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var source = ip.source();
        var message = NdInvalid.message(packet);
        int type = new Icmpv6Header(message, 0).type();
        if (type == Icmpv6Type.NEIGHBOR_ADVERTISEMENT) {
            return advertisement(link, message);
        }
        var sender = own.find(link, source);
        if (sender != null && sender.usable()) {
            return NdDrop.OWN_MESSAGE;
        }
        return switch (type) {
            case Icmpv6Type.ROUTER_SOLICITATION -> routerSolicitation(link, source, message);
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> routerAdvertisement(link, source, message);
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> solicitation(link, source, message);
            default -> redirect(link, ip, message);
        };
    }

    /// RFC 4861 §6.2.6, the neighbour cache's part.
    private Verdict routerSolicitation(LinkRow link, Ipv6Address source, MemorySegment message) {
        if (!link.forwarding()) {
            return NdDrop.NOT_A_ROUTER;
        }
        var options = new NdOptions(new RouterSolicitation(message).options());
        return source.isUnspecified() ? Verdict.Go.DELIVER : heard(link, source, options, false);
    }

    /// RFC 4861 §6.3.4: the router's entry, and on hosts the link's parameters.
    private Verdict routerAdvertisement(LinkRow link, Ipv6Address source, MemorySegment message) {
        var advertisement = new RouterAdvertisement(message);
        var options = new NdOptions(advertisement.options());
        if (!link.forwarding()) {
            learn(link, advertisement, options);
        }
        return heard(link, source, options, true);
    }

    /// What is unspecified stays as it was, and so does the hop limit at one with which nothing gets far.
    private void learn(LinkRow link, RouterAdvertisement said, NdOptions options) {
        var known = node.parameters().get(link.index());
        var old = known == null ? new LinkParameters(link.index(), 0, 0, 0, 0, NeighborDiscovery.OWNER) : known;
        var learned = new LinkParameters(
                link.index(),
                said.curHopLimit() < config.min_hop_limit() ? old.hopLimit() : said.curHopLimit(),
                said.reachableTime() == 0
                        ? old.baseReachableMillis()
                        : LinkTimings.boundedReachable(said.reachableTime()),
                said.retransTimer() == 0 ? old.retransMillis() : LinkTimings.boundedRetrans(said.retransTimer()),
                mtu(link, options, old.mtu()),
                NeighborDiscovery.OWNER);
        if (!learned.equals(known)) {
            node.parameters().put(learned);
        }
    }

    /// The MTU option, if the link can carry it and IPv6 can live with it.
    private static int mtu(LinkRow link, NdOptions options, int old) {
        return options.find(MtuOption.TYPE)
                .map(NdOption::bytes)
                .filter(MtuOption::fits)
                .map(bytes -> new MtuOption(bytes).mtu())
                .filter(mtu -> mtu >= Ipv6Header.MIN_MTU && mtu <= link.mtu())
                .map(Math::toIntExact)
                .orElse(old);
    }

    /// RFC 4861 §7.2.3
    private Verdict solicitation(LinkRow link, Ipv6Address source, MemorySegment message) {
        var solicitation = new NeighborSolicitation(message);
        var target = own.answered(link, solicitation.targetAddress());
        if (target == null) {
            return NdDrop.TARGET_NOT_OURS;
        }
        if (target.state() == State.TENTATIVE || target.state() == State.OPTIMISTIC && source.isUnspecified()) {
            return NdDrop.TARGET_TENTATIVE; // RFC 4862 §5.4.3, RFC 4429 §3.3
        }
        var options = new NdOptions(solicitation.options());
        if (!source.isUnspecified()) {
            var verdict = heard(link, source, options, null);
            if (verdict != Verdict.Go.DELIVER) {
                return verdict;
            }
        }
        advertiser.answer(target, source, mac(link, options, LinkLayerAddressOption.SOURCE));
        return Verdict.Go.DELIVER;
    }

    /// RFC 4861 §7.2.5, and RFC 9131 §6.1.1 for routers.
    private Verdict advertisement(LinkRow link, MemorySegment message) {
        var advertisement = new NeighborAdvertisement(message);
        var target = advertisement.targetAddress();
        var ours = own.find(link, target);
        if (ours != null) {
            return ours.usable() ? NdDrop.OWN_ADDRESS_ADVERTISED : NdDrop.TARGET_TENTATIVE;
        }
        var mac = mac(link, new NdOptions(advertisement.options()), LinkLayerAddressOption.TARGET);
        if (mac != null && mac.isMulticast()) {
            return NdDrop.GROUP_LINK_ADDRESS;
        }
        var key = new NeighborKey(link.index(), target);
        var row = cache.get(key);
        if (row == null || row.state() == NeighborRow.State.FAILED) {
            return untracked(link, key, mac, advertisement.router());
        }
        cache.apply(
                key,
                new NudEvent.Advert(mac, advertisement.router(), advertisement.solicited(), advertisement.override()));
        return mac == null && !row.state().resolved() ? NdDrop.NO_LINK_ADDRESS : Verdict.Go.DELIVER;
    }

    private Verdict untracked(LinkRow link, NeighborKey key, @Nullable MacAddress mac, boolean router) {
        if (mac == null || !link.forwarding() || !config.accept_untracked_na()) {
            return NdDrop.NO_ENTRY;
        }
        return cache.heard(key, mac, router) ? Verdict.Go.DELIVER : NdDrop.TOO_MANY;
    }

    private Verdict redirect(LinkRow link, Ipv6Header ip, MemorySegment message) {
        var redirect = new Redirect(message);
        var mac = mac(link, new NdOptions(redirect.options()), LinkLayerAddressOption.TARGET);
        if (mac != null && mac.isMulticast()) {
            return NdDrop.GROUP_LINK_ADDRESS;
        }
        return redirects.follow(link, ip.source(), ip.destination(), redirect, mac);
    }

    /// The sender's MAC, if it gives one, and what the message says of its being a router.
    private Verdict heard(LinkRow link, Ipv6Address source, NdOptions options, @Nullable Boolean router) {
        var mac = mac(link, options, LinkLayerAddressOption.SOURCE);
        var key = new NeighborKey(link.index(), source);
        if (mac == null) {
            if (router != null) {
                cache.apply(key, new NudEvent.RouterFlag(router));
            }
            return Verdict.Go.DELIVER;
        }
        if (mac.isMulticast()) {
            return NdDrop.GROUP_LINK_ADDRESS;
        }
        cache.heard(key, mac, router);
        return Verdict.Go.DELIVER;
    }

    /// On a link without addresses of its own, what the option says is ignored (RFC 4213 §3.8).
    private static @Nullable MacAddress mac(LinkRow link, NdOptions options, int type) {
        var option = link.pointToPoint() ? null : options.find(type).orElse(null);
        if (option == null || !LinkLayerAddressOption.fits(option.bytes())) {
            return null;
        }
        return new LinkLayerAddressOption(option.bytes()).address();
    }
}

package inaba.mld;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.multicast.Queriers;
import inaba.ip.multicast.Query;
import inaba.wire.ExtensionHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.OptionsHeader;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.mld.ListenerMessage;
import inaba.wire.mld.ListenerQuery;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks messages as RFC 3810 §6.2 and RFC 2710 §5 ask, and passes on what they say.
final class MldReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(MldReceiver.class);
    private static final long WARN_EVERY = Duration.ofMinutes(1).toNanos();
    /// Of the Router Alert option: the datagram contains MLD, RFC 2711 §2.1.
    private static final int ALERT_MLD = 0;

    private final Node node;
    private final Queriers queriers;
    private final Counter queries;
    private long warnedUntil = Long.MIN_VALUE;

    MldReceiver(Node node, Queriers queriers) {
        this.node = node;
        this.queriers = queriers;
        this.queries = node.counters().named("inaba.mld.queries-received");
    }

    Verdict receive(Packet packet) {
        var link = node.link(packet.link());
        if (link == null || !link.runs()) {
            return MldDrop.LINK_DOWN;
        }
        var message = packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
        if (!ListenerMessage.fits(message)) {
            return MldDrop.TOO_SHORT;
        }
        return switch (new Icmpv6Header(message, 0).type()) {
            case Icmpv6Type.MLD_QUERY -> query(link, packet, message);
            case Icmpv6Type.MLD_REPORT -> olderReport(link, packet, message);
            default -> MldDrop.FOR_ROUTERS;
        };
    }

    private Verdict query(LinkRow link, Packet packet, MemorySegment message) {
        var ip = new Ipv6Header(packet.memory(), packet.network());
        if (!ip.source().isLinkLocal()) {
            warn(link, ip.source());
            return MldDrop.SOURCE_NOT_LINK_LOCAL;
        }
        if (ip.hopLimit() != 1) {
            return MldDrop.HOP_LIMIT_NOT_1;
        }
        if (!alerts(packet)) {
            return MldDrop.NO_ROUTER_ALERT;
        }
        var group = new ListenerMessage(message).group();
        if (!group.isUnspecified() && !group.isMulticast()) {
            return MldDrop.NOT_A_GROUP;
        }
        boolean older = message.byteSize() == ListenerMessage.BYTES;
        if (!older && message.byteSize() < ListenerQuery.FIXED_BYTES) {
            return MldDrop.QUERY_LENGTH;
        }
        if (!older && !ListenerQuery.fits(message)) {
            return MldDrop.QUERY_SOURCES;
        }
        var query = older ? older(ip.source(), message) : query(ip.source(), new ListenerQuery(message));
        if (query.general() && !query.sources().isEmpty()) {
            return MldDrop.QUERY_SOURCES;
        }
        queries.add(1);
        queriers.queried(link, query);
        return Verdict.Go.DELIVER;
    }

    private static Query older(Ipv6Address source, MemorySegment message) {
        var said = new ListenerMessage(message);
        return Query.older(Query.Version.OLDER, source, said.group(), said.maximumResponseDelay());
    }

    private static Query query(Ipv6Address source, ListenerQuery said) {
        var sources = new TreeSet<Ipv6Address>();
        for (int i = 0; i < said.sources(); i++) {
            sources.add(said.source(i));
        }
        return new Query(
                Query.Version.CURRENT,
                source,
                said.group(),
                sources,
                said.maximumResponseDelay(),
                said.robustness(),
                said.intervalSeconds());
    }

    /// RFC 2710 §4: spares our own, where MLDv1 is spoken.
    private Verdict olderReport(LinkRow link, Packet packet, MemorySegment message) {
        if (!new Ipv6Header(packet.memory(), packet.network()).source().isLinkLocal()) {
            return MldDrop.SOURCE_NOT_LINK_LOCAL;
        }
        var group = new ListenerMessage(message).group();
        if (!group.isMulticast()) {
            return MldDrop.NOT_A_GROUP;
        }
        if (!queriers.older(link.index())) {
            return MldDrop.FOR_ROUTERS;
        }
        queriers.reports().olderHeard(link, group);
        return Verdict.Go.DELIVER;
    }

    /// The options were walked before, so that they fit.
    private static boolean alerts(Packet packet) {
        var memory = packet.memory();
        long at = packet.network() + Ipv6Header.BYTES;
        if (new Ipv6Header(memory, packet.network()).nextHeader() != IpProtocol.HOP_BY_HOP
                || !ExtensionHeader.fits(memory, at, packet.end())) {
            return false;
        }
        var options = new OptionsHeader(memory, at);
        for (long option = options.first(); option < options.end(); option = options.next(option)) {
            if (options.type(option) == OptionsHeader.ROUTER_ALERT) {
                return options.dataLength(option) == Short.BYTES
                        && Layouts.u16(memory, OptionsHeader.data(option)) == ALERT_MLD;
            }
        }
        return false;
    }

    /// RFC 3810 §5.1.14
    private void warn(LinkRow link, Ipv6Address source) {
        long now = node.time().nanos();
        if (now >= warnedUntil) {
            warnedUntil = now + WARN_EVERY;
            LOG.warn("queries from {} on {} are discarded: the source is not link-local", source, link.name());
        }
    }
}

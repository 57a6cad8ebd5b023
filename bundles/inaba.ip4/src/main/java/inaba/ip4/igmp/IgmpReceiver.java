package inaba.ip4.igmp;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.multicast.Queriers;
import inaba.ip.multicast.Query;
import inaba.wire.Checksum;
import inaba.wire.IgmpMessage;
import inaba.wire.IgmpQuery;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Options;
import inaba.wire.Ipv6Address;
import java.lang.foreign.MemorySegment;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks messages as RFC 3376 §4 and §9 ask, and passes on what they say.
final class IgmpReceiver {
    /// RFC 3376 §7.2.1: what IGMPv1 leaves unsaid is 10 seconds.
    private static final int V1_RESPONSE_MILLIS = 10_000;

    private static final int TENTH_MILLIS = 100;

    private final Node node;
    private final Queriers queriers;
    private final Counter queries;

    IgmpReceiver(Node node, Queriers queriers) {
        this.node = node;
        this.queriers = queriers;
        this.queries = node.counters().named(IgmpSession.OWNER + ".queries-received");
    }

    Verdict receive(Packet packet) {
        var link = node.link(packet.link());
        if (link == null || !link.up()) {
            return IgmpDrop.LINK_DOWN;
        }
        if (!IgmpMessage.fits(packet.memory(), packet.upper(), packet.end())) {
            return IgmpDrop.TOO_SHORT;
        }
        var message = packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
        if (Checksum.finish(Checksum.sum(message, 0, message.byteSize(), 0)) != 0) {
            return IgmpDrop.CHECKSUM;
        }
        return switch (new IgmpMessage(message, 0).type()) {
            case IgmpMessage.QUERY -> query(link, packet, message);
            case IgmpMessage.V1_REPORT, IgmpMessage.V2_REPORT -> olderReport(link, message);
            case IgmpMessage.LEAVE, IgmpMessage.V3_REPORT -> IgmpDrop.FOR_ROUTERS;
            default -> IgmpDrop.UNKNOWN_TYPE;
        };
    }

    private Verdict query(LinkRow link, Packet packet, MemorySegment message) {
        var version = version(message);
        if (version == null) {
            return IgmpDrop.QUERY_LENGTH;
        }
        if (version == Query.Version.CURRENT && !IgmpQuery.fits(message)) {
            return IgmpDrop.QUERY_SOURCES;
        }
        var header = new Ipv4Header(packet.memory(), packet.network());
        var query = read(version, Ipv6Address.ofIpv4(header.source()), message);
        var refused = refused(query, header);
        if (refused != null) {
            return refused;
        }
        queries.add(1);
        queriers.queried(link, query);
        return Verdict.Go.DELIVER;
    }

    /// RFC 3376 §7.1, or null for a length between.
    private static Query.@Nullable Version version(MemorySegment message) {
        if (message.byteSize() >= IgmpQuery.FIXED_BYTES) {
            return Query.Version.CURRENT;
        }
        if (message.byteSize() > IgmpMessage.BYTES) {
            return null;
        }
        return new IgmpMessage(message, 0).maxResponseTime() == 0 ? Query.Version.OLDEST : Query.Version.OLDER;
    }

    private static Query read(Query.Version version, Ipv6Address querier, MemorySegment message) {
        var start = new IgmpMessage(message, 0);
        return switch (version) {
            // RFC 1112 Appendix I: the group is ignored.
            case OLDEST -> Query.older(version, querier, Ipv6Address.UNSPECIFIED, V1_RESPONSE_MILLIS);
            case OLDER ->
                Query.older(version, querier, group(start.group()), (long) start.maxResponseTime() * TENTH_MILLIS);
            case CURRENT -> current(querier, new IgmpQuery(message));
        };
    }

    private static Query current(Ipv6Address querier, IgmpQuery said) {
        var sources = new TreeSet<Ipv6Address>();
        for (int i = 0; i < said.sources(); i++) {
            sources.add(Ipv6Address.ofIpv4(said.source(i)));
        }
        return new Query(
                Query.Version.CURRENT,
                querier,
                group(said.group()),
                sources,
                said.maximumResponseMillis(),
                said.robustness(),
                said.intervalSeconds());
    }

    private static Ipv6Address group(int group) {
        return group == 0 ? Ipv6Address.UNSPECIFIED : Ipv6Address.ofIpv4(group);
    }

    private static @Nullable DropReason refused(Query query, Ipv4Header header) {
        if (!query.general() && !query.group().isMulticast()) {
            return IgmpDrop.NOT_A_GROUP;
        }
        if (query.general() && !query.sources().isEmpty()) {
            return IgmpDrop.QUERY_SOURCES;
        }
        if (query.version() != Query.Version.OLDEST && Ipv4Options.find(header, Ipv4Options.ROUTER_ALERT) < 0) {
            return IgmpDrop.NO_ROUTER_ALERT;
        }
        boolean toGroup = Ipv6Address.isIpv4Multicast(header.destination());
        boolean toAll = header.destination() == IgmpSession.ALL_HOSTS.toIpv4();
        return query.general() && toGroup && !toAll ? IgmpDrop.NOT_TO_ALL : null;
    }

    /// RFC 2236 §3: spares our own, where an older version is spoken.
    private Verdict olderReport(LinkRow link, MemorySegment message) {
        int group = new IgmpMessage(message, 0).group();
        if (!Ipv6Address.isIpv4Multicast(group)) {
            return IgmpDrop.NOT_A_GROUP;
        }
        if (!queriers.older(link.index())) {
            return IgmpDrop.FOR_ROUTERS;
        }
        queriers.reports().olderHeard(link, Ipv6Address.ofIpv4(group));
        return Verdict.Go.DELIVER;
    }
}

package inaba.api.protocol;

import inaba.api.counter.Counters;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingState;
import inaba.api.link.GroupRow;
import inaba.api.link.HostTapRow;
import inaba.api.link.IngressRow;
import inaba.api.link.LinkParameters;
import inaba.api.link.LinkRow;
import inaba.api.link.NdGuardRow;
import inaba.api.link.RaGuardRow;
import inaba.api.link.TunnelRow;
import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.QuerierRow;
import inaba.api.neighbor.BindingRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.ProxyRow;
import inaba.api.packet.Packet;
import inaba.api.route.AdvertisedPrefix;
import inaba.api.route.PathMtuRow;
import inaba.api.route.ReversePath;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.api.time.Loop;
import inaba.api.time.Time;
import inaba.api.transform.Decapsulator;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The node as a protocol sees it. Also registered as a service for commands, which reach it through [#loop].
@ProviderType
public interface Node {
    Loop loop();

    default Time time() {
        return loop().time();
    }

    default RandomGenerator random() {
        return loop().random();
    }

    Counters counters();

    Output output();

    Table<Integer, LinkRow> links();

    Table<AddressKey, AddressRow> addresses();

    /// Our addresses of one family.
    default List<AddressRow> addressesOf(IpFamily family) {
        return addresses().rows().stream().filter(row -> row.family() == family).toList();
    }

    Table<GroupRow.Key, GroupRow> groups();

    /// What routers were told of the groups of a link.
    Table<AddressKey, ListenerRow> listeners();

    /// What queries said, by link.
    Table<QuerierRow.Key, QuerierRow> queriers();

    Table<NeighborKey, NeighborRow> neighbors();

    /// Addresses of others that Neighbor Discovery answers for, RFC 4861 §7.2.8.
    Table<NeighborKey, ProxyRow> proxies();

    Table<RouteKey, RouteRow> routes();

    Table<Integer, LinkParameters> parameters();

    Table<PathMtuRow.Key, PathMtuRow> pathMtus();

    /// Which routers told hosts of which prefixes (RFC 8028).
    Table<AdvertisedPrefix.Key, AdvertisedPrefix> advertisedPrefixes();

    /// Which Router Advertisements may come in, by link.
    Table<Integer, RaGuardRow> raGuards();

    /// Which sources may come in, by link.
    Table<Integer, IngressRow> ingressFilters();

    /// What neighbours may claim, by link.
    Table<Integer, NdGuardRow> ndGuards();

    /// Whose address is whose, where an [NdGuardRow] is.
    Table<NeighborKey, BindingRow> bindings();

    /// Where a packet to the source of this one would go, for hooks on workers: no lock, no allocation.
    ///
    /// @param packet from its IP header on
    ReversePath reversePath(Packet packet);

    /// Which packets go to daemons of this machine, by link.
    Table<Integer, HostTapRow> hostTaps();

    /// What the router advertises, by link.
    Table<Integer, AdvertisingRow> advertising();

    /// Where it stands in doing so, by link.
    Table<Integer, AdvertisingState> advertisingStates();

    /// Tunnels, by name.
    Table<String, TunnelRow> tunnels();

    /// The Security Association Database, RFC 4301 §4.4.2. The engine wipes the keys of rows that go.
    Table<SaRow.Key, SaRow> associations();

    /// The Security Policy Database, RFC 4301 §4.4.1.
    Table<PolicyRow.Key, PolicyRow> policies();

    /// Who serves the policies; null takes it away. While nobody does, nothing passes that a policy protects or blocks.
    /// It is let go with the plan that refers to it.
    void gate(@Nullable PolicyGate gate);

    /// The folder that outlives the appliance; secrets and the like go below it.
    Path state();

    /// Who resolves addresses of a family and probes its neighbours; null takes the resolver away.
    void resolver(IpFamily family, @Nullable NeighborResolver resolver);

    /// Who makes and limits the ICMP errors of a family; null takes the sender away.
    void errors(IpFamily family, @Nullable ErrorSender errors);

    /// Answers a packet with an ICMP error of its family, as far as the rules of errors and their limits allow. It
    /// stays the caller's.
    ///
    /// @param offender starts with its IP header
    /// @param parameter MTU, or pointer as an offset from the IP header, else 0
    void error(Packet offender, int type, int code, int parameter);

    /// Who takes the outer headers off packets of this protocol for our unicast addresses; null takes it away. It is
    /// let go with the plan that refers to it.
    ///
    /// @param outer family of the outer header
    /// @param protocol number behind it
    void decapsulator(IpFamily outer, int protocol, @Nullable Decapsulator decapsulator);

    /// Who is asked before the [#decapsulator] of the protocol, and passes what is not its own; null takes it away.
    void earlyDecapsulator(IpFamily outer, int protocol, @Nullable Decapsulator early);

    /// Adds a link without a device: point-to-point, without a MAC, and without carrier until its maker says otherwise
    /// in its row. Removed from the table of links, it is gone. While it has no [#outlet], packets to it are
    /// dropped.
    ///
    /// @param driver who makes it, for people: `tunnel`
    /// @param device what it is, for people
    /// @return null when there is one of that name, or no room for more
    @Nullable
    LinkRow addLink(String name, String driver, String device, int mtu, String table);

    /// The way out of a link without a device; null takes it away. It is let go with the plan that refers to it.
    void outlet(int link, @Nullable Dst outlet);

    /// A number that outlives who counts with it: the next sequence number of a tunnel. Made, as 0, when first asked
    /// for.
    AtomicLong sequence(String name);

    /// The link of this name, or null.
    default @Nullable LinkRow link(String name) {
        return links().rows().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    default @Nullable LinkRow link(int index) {
        return links().get(index);
    }

    /// What a route lookup says, for `route6 get`: a snapshot of the published FIB.
    ///
    /// @param source [Ipv6Address#UNSPECIFIED] for any
    /// @param link 0 for any
    @Nullable
    Resolved resolve(Ipv6Address destination, Ipv6Address source, int link);

    /// What was sent to the peer arrived there, since something came back that its arrival has caused: a reply,
    /// an acknowledgement of new data (RFC 4861 §7.3.1). So the first hop towards it is reachable. Cheap enough
    /// for each reply, but once a second is enough.
    ///
    /// @param source of what was sent
    /// @param link where link-local peers are meant, else 0
    void progress(Ipv6Address peer, Ipv6Address source, int link);

    /// An answer of [#resolve].
    ///
    /// @param route the winning row, or null for local and on-link addresses that need none
    /// @param nextHop where it goes, or null for local delivery and unreachable kinds
    /// @param source what source selection (RFC 6724) picks, or null when none fits
    record Resolved(
            String table,
            @Nullable RouteRow route,
            @Nullable NextHopResult nextHop,
            @Nullable Ipv6Address source,
            boolean local,
            int mtu) {}

    /// A chosen next hop.
    record NextHopResult(int link, Ipv6Address neighbor) {}

    /// Whether the node sent such a packet in the last two minutes, longer than 1280 bytes (IPv4: 68): only
    /// then may a Packet Too Big that quotes it be believed (RFC 8201 §4). Of packets with another inside,
    /// their [Decapsulator] knows. Any thread.
    ///
    /// @param quoted the quoted packet from its IP header on, perhaps cut
    boolean sent(MemorySegment quoted);

    /// Runs the task on the loop once workers forward by the routes as they are now: many that came at once are built
    /// off the loop, and take a moment.
    void whenRoutesSeen(Runnable task);

    /// Implementations of the lookup and what they hold, for `fib show`.
    List<FibInfo> fibs();

    /// One FIB: each family has one of its own in every table.
    ///
    /// @param buildNanos what building it took
    /// @param updateNanos what applying the last changes took
    /// @param changeNanos from the first of the last changes until workers saw them
    record FibInfo(
            String table,
            IpFamily family,
            String algorithm,
            int routes,
            long memory,
            long buildNanos,
            long updateNanos,
            long changeNanos) {}

    /// A hook has something to do from now on, or nothing any more ([inaba.api.hook.Hook#idle]). Workers begin no burst
    /// more without it, or with it, once this returns. On the loop.
    void hooksChanged();
}

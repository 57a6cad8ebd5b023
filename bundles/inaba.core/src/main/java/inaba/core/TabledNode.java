package inaba.core;

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
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.ProxyRow;
import inaba.api.protocol.Node;
import inaba.api.route.AdvertisedPrefix;
import inaba.api.route.PathMtuRow;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;

/// A node as its tables: every protocol finds the rows of the others here.
abstract class TabledNode implements Node {
    final Tables tables;

    TabledNode(Tables tables) {
        this.tables = tables;
    }

    public final Tables tables() {
        return tables;
    }

    @Override
    public final Table<Integer, LinkRow> links() {
        return tables.links;
    }

    @Override
    public final Table<AddressKey, AddressRow> addresses() {
        return tables.addresses;
    }

    @Override
    public final Table<GroupRow.Key, GroupRow> groups() {
        return tables.groups;
    }

    @Override
    public final Table<AddressKey, ListenerRow> listeners() {
        return tables.listeners;
    }

    @Override
    public final Table<QuerierRow.Key, QuerierRow> queriers() {
        return tables.queriers;
    }

    @Override
    public final Table<NeighborKey, NeighborRow> neighbors() {
        return tables.neighbors;
    }

    @Override
    public final Table<NeighborKey, ProxyRow> proxies() {
        return tables.proxies;
    }

    @Override
    public final Table<RouteKey, RouteRow> routes() {
        return tables.routes;
    }

    @Override
    public final Table<Integer, LinkParameters> parameters() {
        return tables.parameters;
    }

    @Override
    public final Table<PathMtuRow.Key, PathMtuRow> pathMtus() {
        return tables.pathMtus;
    }

    @Override
    public final Table<AdvertisedPrefix.Key, AdvertisedPrefix> advertisedPrefixes() {
        return tables.advertisedPrefixes;
    }

    @Override
    public final Table<Integer, HostTapRow> hostTaps() {
        return tables.hostTaps;
    }

    @Override
    public final Table<Integer, RaGuardRow> raGuards() {
        return tables.raGuards;
    }

    @Override
    public final Table<Integer, IngressRow> ingressFilters() {
        return tables.ingress;
    }

    @Override
    public final Table<Integer, NdGuardRow> ndGuards() {
        return tables.ndGuards;
    }

    @Override
    public final Table<NeighborKey, BindingRow> bindings() {
        return tables.bindings;
    }

    @Override
    public final Table<Integer, AdvertisingRow> advertising() {
        return tables.advertising;
    }

    @Override
    public final Table<Integer, AdvertisingState> advertisingStates() {
        return tables.advertisingStates;
    }

    @Override
    public final Table<SaRow.Key, SaRow> associations() {
        return tables.associations;
    }

    @Override
    public final Table<PolicyRow.Key, PolicyRow> policies() {
        return tables.policies;
    }

    @Override
    public final Table<String, TunnelRow> tunnels() {
        return tables.tunnels;
    }
}

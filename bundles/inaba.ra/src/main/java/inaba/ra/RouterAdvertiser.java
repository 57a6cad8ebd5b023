package inaba.ra;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.ra.core.Schedule;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterSolicitation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// Advertises this router on the links where a person asked for it, RFC 4861 §6.2.
@Component(configurationPid = "inaba.ra", service = Protocol.class)
@Designate(ocd = RaConfig.class)
public final class RouterAdvertiser implements Protocol {
    private static final String OWNER = "inaba.ra";

    private volatile RaConfig config;
    private volatile Schedule schedule;
    private @Nullable Running running;

    @Activate
    public RouterAdvertiser(RaConfig config) {
        this.config = config;
        this.schedule = schedule(config);
    }

    @Modified
    void configure(RaConfig changed) {
        config = changed;
        schedule = schedule(changed);
    }

    private static Schedule schedule(RaConfig config) {
        return new Schedule(
                TimeUnit.MILLISECONDS.toNanos(config.max_initial_rtr_advert_interval_ms()),
                config.max_initial_rtr_advertisements(),
                config.max_final_rtr_advertisements(),
                TimeUnit.MILLISECONDS.toNanos(config.min_delay_between_ras_ms()),
                TimeUnit.MILLISECONDS.toNanos(config.max_ra_delay_time_ms()));
    }

    @Override
    public String slot() {
        return "ra";
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(RouterSolicitation.TYPE, RouterAdvertisement.TYPE);
    }

    /// Goes on where a predecessor stood: its schedule is in the adopted rows.
    @Override
    public void start(Node node) {
        running = new Running(node, () -> schedule);
    }

    /// Sends nothing, a successor goes on. Final advertisements are for `ra6 set LINK off` and the like, and for a link
    /// that goes down with or without the appliance: [#farewell].
    @Override
    public void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    @Override
    public Duration farewell(int link) {
        return running == null ? Duration.ZERO : running.farewell(link);
    }

    @Override
    public Verdict receive(Packet packet) {
        var invalid = NdInvalid.of(packet);
        if (invalid != null) {
            return invalid;
        }
        if (running == null) {
            return RaDrop.NOT_ADVERTISING;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        return type == RouterSolicitation.TYPE ? running.solicited(packet, config) : running.advertised(packet);
    }

    /// What lives from start to stop.
    private static final class Running {
        private final Node node;
        private final Supplier<Schedule> schedule;
        private final OtherRouters others;
        private final Map<Integer, AdvertisingLink> links = new HashMap<>();
        private final List<Table.Watch> watches;

        Running(Node node, Supplier<Schedule> schedule) {
            this.node = node;
            this.schedule = schedule;
            this.others = new OtherRouters(node);
            node.advertisingStates().adopt(OWNER);
            node.advertising().rows().forEach(row -> refresh(row.link()));
            node.advertisingStates().rows().forEach(state -> refresh(state.link()));
            this.watches = List.of(
                    watch(node.links(), LinkRow::index),
                    watch(node.addresses(), AddressRow::link),
                    watch(node.advertising(), AdvertisingRow::link));
        }

        private <R extends Row<?>> Table.Watch watch(Table<?, R> table, ToIntFunction<R> link) {
            return table.watch((before, after) -> {
                R row = after != null ? after : before;
                if (row != null) {
                    refresh(link.applyAsInt(row));
                }
            });
        }

        /// Only a link that is or was to advertise has an object of its own.
        private void refresh(int index) {
            if (node.link(index) == null) {
                node.advertising().remove(index);
            }
            var link = links.get(index);
            if (link == null && concerned(index)) {
                link = new AdvertisingLink(node, index, schedule);
                links.put(index, link);
            }
            if (link != null) {
                link.refresh();
            }
            if (!concerned(index)) {
                links.remove(index);
            }
        }

        private boolean concerned(int index) {
            return node.advertising().get(index) != null
                    || node.advertisingStates().get(index) != null;
        }

        Verdict solicited(Packet packet, RaConfig config) {
            var link = links.get(packet.link());
            var host = new Ipv6Header(packet.memory(), packet.network()).source();
            node.counters().named("inaba.ra.solicitations-received").add(1);
            return link == null
                    ? RaDrop.NOT_ADVERTISING
                    : link.solicited(host, config.unicast_answers() ? config.unicast_waiting() : 0);
        }

        /// Our own come back to us as members of the group.
        Verdict advertised(Packet packet) {
            var link = links.get(packet.link());
            var router = new Ipv6Header(packet.memory(), packet.network()).source();
            byte[] ours = link == null ? null : link.message();
            if (ours != null && !isOurs(packet.link(), router)) {
                others.compare(packet.link(), router, new RouterAdvertisement(NdInvalid.message(packet)), ours);
            }
            return Verdict.Go.DELIVER;
        }

        private boolean isOurs(int link, Ipv6Address address) {
            return node.addresses().get(new AddressKey(link, address)) != null;
        }

        Duration farewell(int index) {
            var link = links.get(index);
            return link == null ? Duration.ZERO : link.farewell();
        }

        void stop() {
            watches.forEach(Table.Watch::close);
            links.values().forEach(AdvertisingLink::leave);
        }
    }
}

package inaba.ra;

import inaba.api.link.AddressRow;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.Delivery;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.link.AdvertisingState;
import inaba.api.link.AdvertisingState.Phase;
import inaba.api.link.LinkRow;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.ra.core.LinkPrefixes;
import inaba.ra.core.Readiness;
import inaba.ra.core.RouterMessage;
import inaba.ra.core.Schedule;
import inaba.ra.core.Settings;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One link of an advertising router: its timers, and answers that hosts wait for. On the control loop.
///
/// What a successor needs is in the row of [AdvertisingState]; this object only runs it.
final class AdvertisingLink {
    private final Node node;
    private final Sender sender;
    private final int index;
    private final Supplier<Schedule> schedule;
    private final Farewell farewell;
    private final Map<Ipv6Address, Time.Timer> waiting = new LinkedHashMap<>();
    private Time.@Nullable Timer timer;
    private @Nullable Content advertised;
    private List<OnLinkPrefix> told = List.of();
    /// When hosts could last be told so.
    private long toldUntil;
    private long lastToAll = AdvertisingState.NEVER;
    /// The link is about to go down.
    private boolean leaving;

    /// @param schedule by the constants that are configured now
    AdvertisingLink(Node node, int index, Supplier<Schedule> schedule) {
        this.node = node;
        this.schedule = schedule;
        this.sender = new Sender(node);
        this.index = index;
        this.farewell = new Farewell(node.time(), this::state, schedule, this::sayGoodbye);
    }

    /// Something that matters to the link may have changed.
    void refresh() {
        leaving &= isUp();
        var before = state();
        var content = before == null && Readiness.isSettling(addresses()) ? Optional.<Content>empty() : content();
        AdvertisingState after;
        if (content.isPresent()) {
            after = advertising(content.get(), before);
        } else if (before == null) {
            after = null;
        } else {
            after = ceasing(before);
        }
        var former = advertised;
        if (former != null) {
            toldUntil = node.time().nanos();
        }
        advertised = content.orElse(null);
        if (content.isEmpty()) {
            forgetWaiting();
        }
        if (content.isPresent() && after != null) {
            after = withdrawing(after);
            var source = content.get().source();
            if (former != null && !source.equals(former.source())) {
                after = schedule.get().leaving(after, former.source());
            }
        }
        schedule(after);
        farewell.refresh();
    }

    /// The link goes down, or the appliance ends: there is time for one final advertisement (RFC 4861 §6.2.5), which
    /// keeps its distance from the one before (§6.2.6).
    ///
    /// @return how long until it is sent
    Duration farewell() {
        leaving = true;
        refresh();
        var state = state();
        if (state == null || state.left() < schedule.get().maxFinal()) {
            return Duration.ZERO;
        }
        long pause = Math.max(0, state.next() - node.time().nanos());
        if (pause == 0) {
            cancel();
            due();
        }
        return Duration.ofNanos(pause);
    }

    /// Prefixes that are no longer among those advertised are taken back slowly.
    private AdvertisingState withdrawing(AdvertisingState state) {
        long now = node.time().nanos();
        var present = row() == null ? List.<OnLinkPrefix>of() : prefixes(now);
        var withdrawn = LinkPrefixes.withdrawn(state.withdrawn(), told, toldUntil, present, now);
        told = present;
        return Schedule.withdrawing(state, withdrawn);
    }

    private List<OnLinkPrefix> prefixes(long now) {
        var row = row();
        return row == null ? List.of() : LinkPrefixes.of(row, addresses(), now);
    }

    private void sayGoodbye(Ipv6Address former) {
        finalContent().map(present -> present.withSource(former)).ifPresent(c -> send(c, true));
        var state = state();
        if (state != null) {
            schedule(schedule.get().sentFormer(state, node.time().nanos()));
        }
    }

    private boolean isUp() {
        var link = node.link(index);
        return link != null && link.up();
    }

    /// A successor or the sweep takes over: what hosts wait for goes into the row, as an answer to all.
    void leave() {
        var state = state();
        if (state != null && !waiting.isEmpty()) {
            node.advertisingStates()
                    .put(schedule.get().solicited(state, 0, node.time().nanos()));
        }
        forgetWaiting();
        farewell.cancel();
        cancel();
    }

    /// Answers a valid solicitation, RFC 4861 §6.2.6.
    ///
    /// @param mostWaiting hosts that may wait for an answer of their own; 0 = all are answered by multicast
    Verdict solicited(Ipv6Address host, int mostWaiting) {
        var state = state();
        if (advertised == null || state == null || state.phase() != Phase.ADVERTISING) {
            return RaDrop.NOT_ADVERTISING;
        }
        var delivery = advertised.row().delivery();
        boolean refused = delivery.clients().isEmpty()
                ? delivery.unicastOnly() && host.isUnspecified()
                : !delivery.clients().contains(host);
        if (refused) {
            return RaDrop.NOT_A_CLIENT;
        }
        if (waiting.containsKey(host)) {
            return Verdict.Go.DELIVER;
        }
        boolean alone = delivery.unicastOnly() || !delivery.clients().isEmpty() || waiting.size() < mostWaiting;
        long now = node.time().nanos();
        long delay = node.random().nextLong(0, schedule.get().maxAnswerDelay() + 1);
        if (host.isUnspecified() || !alone) {
            schedule(schedule.get().solicited(state, delay, now));
        } else if (now + delay < state.next() || delivery.unicastOnly()) {
            waiting.put(host, node.time().after(Duration.ofNanos(delay), () -> answer(host)));
        }
        return Verdict.Go.DELIVER;
    }

    /// What this link says now, as one message; null while it says nothing.
    byte @Nullable [] message() {
        var content = advertised;
        return content == null
                ? null
                : messages(content, false, Integer.MAX_VALUE).getFirst();
    }

    private AdvertisingState advertising(Content content, @Nullable AdvertisingState before) {
        long now = node.time().nanos();
        if (before == null || before.phase() == Phase.CEASING) {
            return schedule.get()
                    .after(
                            schedule.get().begin(index, before, now),
                            before == null ? lastToAll : before.lastMulticast());
        }
        return advertised == null || advertised.equals(content)
                ? before
                : schedule.get().changed(before, now);
    }

    private @Nullable AdvertisingState ceasing(AdvertisingState before) {
        if (!Readiness.canSend(node.link(index), source())) {
            return null;
        }
        return before.phase() == Phase.CEASING
                ? before
                : schedule.get().cease(before, node.time().nanos());
    }

    private void schedule(@Nullable AdvertisingState state) {
        cancel();
        if (state == null) {
            node.advertisingStates().remove(index);
            return;
        }
        node.advertisingStates().put(state);
        timer = node.time().after(Duration.ofNanos(state.next() - node.time().nanos()), this::due);
    }

    private void due() {
        timer = null;
        var state = state();
        if (state == null) {
            return;
        }
        var row = row();
        long interval = row == null ? 0 : interval(row);
        var step = schedule.get().due(state, interval, node.time().nanos());
        if (step.send()) {
            sendToAll(state.phase() == Phase.CEASING);
        }
        schedule(step.state());
    }

    private long interval(AdvertisingRow row) {
        long min = TimeUnit.MILLISECONDS.toNanos(Settings.minIntervalMillis(row));
        long max = TimeUnit.MILLISECONDS.toNanos(row.maxIntervalMillis());
        return node.random().nextLong(min, max + 1);
    }

    /// Also answers whoever waits.
    private void sendToAll(boolean last) {
        forgetWaiting();
        var content = last ? finalContent() : content();
        content.ifPresent(c -> send(c, last));
    }

    private void send(Content content, boolean last) {
        var receivers = receivers(content.row().delivery());
        var messages = messages(content, last, room());
        receivers.forEach(receiver -> sender.send(index, content.source(), receiver, messages));
        lastToAll = node.time().nanos();
        if (!receivers.isEmpty()) {
            count(last ? "final-advertisements-sent" : "advertisements-sent");
        }
    }

    private static List<Ipv6Address> receivers(Delivery delivery) {
        if (!delivery.clients().isEmpty()) {
            return delivery.clients();
        }
        return delivery.unicastOnly() ? List.of() : List.of(Ipv6Address.ALL_NODES);
    }

    private void answer(Ipv6Address host) {
        waiting.remove(host);
        content().ifPresent(c -> {
            sender.send(index, c.source(), host, messages(c, false, room()));
            count("unicast-advertisements-sent");
        });
    }

    private List<byte[]> messages(Content content, boolean last, int room) {
        long now = node.time().nanos();
        var prefixes = new ArrayList<>(LinkPrefixes.of(content.row(), addresses(), now));
        var state = state();
        if (state != null) {
            prefixes.addAll(LinkPrefixes.deprecated(state.withdrawn(), now));
        }
        return RouterMessage.messages(content.row(), content.mac(), prefixes, last, room);
    }

    /// What the link advertises, while it is an advertising interface.
    private Optional<Content> content() {
        var row = row();
        var link = node.link(index);
        return leaving
                        || row == null
                        || link == null
                        || !Readiness.waitsFor(row, link, source()).isEmpty()
                ? Optional.empty()
                : content(row, link);
    }

    private Optional<Content> finalContent() {
        var row = row();
        var link = node.link(index);
        return row == null || link == null ? Optional.empty() : content(row, link);
    }

    private Optional<Content> content(AdvertisingRow row, LinkRow link) {
        var prefixes = LinkPrefixes.of(row, addresses(), node.time().nanos()).stream()
                .map(AdvertisingRow.OnLinkPrefix::prefix)
                .toList();
        return source().map(source -> new Content(row, link.mac(), source, prefixes));
    }

    private Optional<Ipv6Address> source() {
        var row = row();
        return Readiness.source(addresses(), row == null ? null : row.delivery().source());
    }

    private List<AddressRow> addresses() {
        return node.addressesOf(IpFamily.IPV6).stream()
                .filter(a -> a.link() == index)
                .toList();
    }

    private int room() {
        var link = node.link(index);
        return Sender.room(link == null ? 0 : link.mtu());
    }

    private @Nullable AdvertisingRow row() {
        return node.advertising().get(index);
    }

    private @Nullable AdvertisingState state() {
        return node.advertisingStates().get(index);
    }

    private void count(String what) {
        node.counters().named("inaba.ra." + what).add(1);
    }

    private void forgetWaiting() {
        waiting.values().forEach(Time.Timer::cancel);
        waiting.clear();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /// What hosts are told, but for lifetimes that run down: when it changes they are told at once.
    private record Content(AdvertisingRow row, MacAddress mac, Ipv6Address source, List<Prefix> prefixes) {
        private Content withSource(Ipv6Address other) {
            return new Content(row, mac, other, prefixes);
        }
    }
}

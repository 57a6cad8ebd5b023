package inaba.icmp6;

import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.ErrorSender;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.table.Table;
import inaba.icmp6.core.Quote;
import inaba.ip.limit.ErrorLimiter;
import inaba.ip.probe.ProbeWatcher;
import inaba.ip.probe.Prober;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// ICMPv6: answers echo requests, originates errors, and hands replies and received errors to who waits for them.
@Component(
        configurationPid = "inaba.icmp6",
        service = {Protocol.class, Icmp6.class})
@Designate(ocd = Icmp6Config.class)
public final class Icmp6 implements Protocol, ErrorSender, Prober {
    private static final Set<Integer> TYPES = IntStream.range(0, 256)
            .filter(type -> !Icmpv6Type.isNeighborDiscovery(type) && !Icmpv6Type.isMld(type))
            .filter(type -> type < Icmpv6Type.HOME_AGENT_REQUEST || type > Icmpv6Type.MOBILE_PREFIX_ADVERTISEMENT)
            .filter(type ->
                    type < Icmpv6Type.MULTICAST_ROUTER_ADVERTISEMENT || type > Icmpv6Type.MULTICAST_ROUTER_TERMINATION)
            .boxed()
            .collect(Collectors.toUnmodifiableSet());

    private final List<ProbeWatcher> watchers = new ArrayList<>();
    private volatile Settings settings;
    private volatile @Nullable Running running;

    @Activate
    public Icmp6(Icmp6Config config) {
        this.settings = Settings.of(config);
    }

    @Modified
    void configure(Icmp6Config changed) {
        settings = Settings.of(changed);
        var now = running;
        if (now != null) {
            now.node.loop().post(() -> now.errors = now.origin(settings));
        }
    }

    @Override
    public String slot() {
        return "icmp6";
    }

    /// Errors, echo, and whatever no protocol of ours is known to want: unknown types are this bundle's to handle.
    @Override
    public Set<Integer> icmp6Types() {
        return TYPES;
    }

    @Override
    public void start(Node node) {
        running = new Running(node, settings);
        node.errors(IpFamily.IPV6, this);
    }

    @Override
    public void stop() {
        var ending = running;
        if (ending == null) {
            return;
        }
        running = null;
        ending.node.errors(IpFamily.IPV6, null);
        ending.links.close();
        List.copyOf(watchers).forEach(ProbeWatcher::stopped);
        watchers.clear();
    }

    @Override
    public void error(Packet offender, int type, int code, int parameter) {
        var now = running;
        if (now != null) {
            now.errors.error(offender, type, code, parameter);
        }
    }

    @Override
    public IpFamily family() {
        return IpFamily.IPV6;
    }

    @Override
    public String owner() {
        return "inaba.icmp6";
    }

    @Override
    public String pingName() {
        return "ping6";
    }

    @Override
    public String traceName() {
        return "trace6";
    }

    @Override
    public int protocol() {
        return IpProtocol.ICMPV6;
    }

    @Override
    public int echoRequest() {
        return Icmpv6Type.ECHO_REQUEST;
    }

    @Override
    public boolean isOnTheWay(int type, int code) {
        return type == Icmpv6Type.TIME_EXCEEDED && code == Icmpv6Code.HOP_LIMIT_EXCEEDED;
    }

    @Override
    public String sentence(int type, int code, long parameter) {
        return ErrorText.sentence(type, code, parameter);
    }

    @Override
    public String mark(int type, int code, long parameter) {
        return ErrorText.mark(type, code, parameter);
    }

    @Override
    public boolean watch(ProbeWatcher watcher) {
        return running != null && watchers.add(watcher);
    }

    @Override
    public void unwatch(ProbeWatcher watcher) {
        watchers.remove(watcher);
    }

    @Override
    public Verdict receive(Packet packet) {
        var now = Objects.requireNonNull(running, "not started");
        if (!Icmpv6Header.fits(packet.memory(), packet.upper(), packet.end())) {
            return Icmp6Drop.TOO_SHORT;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        if (Icmpv6Type.isError(type)) {
            return received(now, packet, type);
        }
        return switch (type) {
            case Icmpv6Type.ECHO_REQUEST -> now.echo.answer(packet);
            case Icmpv6Type.ECHO_REPLY -> replied(packet);
            default -> Icmp6Drop.UNKNOWN_INFORMATIONAL;
        };
    }

    private Verdict replied(Packet packet) {
        var header = new Ipv6Header(packet.memory(), packet.network());
        var echo = new EchoMessage(message(packet));
        var reply = new ProbeWatcher.Reply(
                header.source(),
                header.destination(),
                packet.link(),
                header.hopLimit(),
                echo.identifier(),
                echo.sequence(),
                echo.data());
        boolean wanted = false;
        for (var watcher : List.copyOf(watchers)) {
            wanted |= watcher.reply(reply);
        }
        return wanted ? Verdict.Go.DELIVER : Icmp6Drop.UNEXPECTED_ECHO_REPLY;
    }

    /// Errors of any type, known or not, go to who sent the quoted packet (RFC 4443 §2.4 (a), (d)).
    private Verdict received(Running now, Packet packet, int type) {
        var message = new ErrorMessage(message(packet));
        var quoted = Quote.read(message);
        if (quoted == null) {
            return Icmp6Drop.QUOTE_UNREADABLE;
        }
        if (now.addresses.find(quoted.source(), packet.link()) == null) {
            return Icmp6Drop.QUOTE_NOT_OURS;
        }
        now.node
                .counters()
                .named("inaba.icmp6.errors-received-" + ErrorOrigin.name(type))
                .add(1);
        Ipv6Address from = new Ipv6Header(packet.memory(), packet.network()).source();
        var failure = new ProbeWatcher.Failure(from, packet.link(), type, message.code(), message.param32(), quoted);
        for (var watcher : List.copyOf(watchers)) {
            watcher.error(failure);
        }
        return Verdict.Go.DELIVER;
    }

    private static MemorySegment message(Packet packet) {
        return packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
    }

    /// What errors are sent.
    private record Settings(ErrorLimiter.Limits limits, Set<String> quietLinks) {
        static Settings of(Icmp6Config config) {
            var limits =
                    new ErrorLimiter.Limits(config.rate(), config.burst(), config.total_rate(), config.total_burst());
            return new Settings(limits, Set.copyOf(Arrays.asList(config.quiet_links())));
        }
    }

    /// What lives from start to stop; used on the control loop.
    private static final class Running {
        final Node node;
        final OwnAddresses addresses;
        final EchoResponder echo;
        final Table.Watch links;
        ErrorOrigin errors;

        Running(Node node, Settings settings) {
            this.node = node;
            this.addresses = new OwnAddresses(node);
            this.echo = new EchoResponder(node, addresses);
            this.errors = origin(settings);
            this.links = node.links().watch(this::changed);
        }

        ErrorOrigin origin(Settings settings) {
            return new ErrorOrigin(node, addresses, settings.limits, settings.quietLinks);
        }

        private void changed(@Nullable LinkRow before, @Nullable LinkRow after) {
            if (before != null && after == null) {
                errors.forget(before.index());
            }
        }
    }
}

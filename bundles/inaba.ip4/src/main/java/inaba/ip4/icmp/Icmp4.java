package inaba.ip4.icmp;

import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.ErrorSender;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.table.Table;
import inaba.ip.limit.ErrorLimiter;
import inaba.ip.neighbor.RedirectRoutes;
import inaba.ip.probe.ProbeWatcher;
import inaba.ip.probe.Prober;
import inaba.ip.probe.QuotedPacket;
import inaba.ip4.Ip4;
import inaba.wire.Checksum;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.ErrorMessage;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// ICMP: answers echo requests, originates errors, learns path MTUs, and hands replies and received errors to who waits
/// for them.
@Component(
        configurationPid = "inaba.ip4.icmp",
        service = {Protocol.class, Icmp4.class})
@Designate(ocd = Icmp4Config.class)
public final class Icmp4 implements Protocol, ErrorSender, Prober {
    private static final int MTU_MASK = 0xffff;

    private final List<ProbeWatcher> watchers = new ArrayList<>();
    private volatile Icmp4Config config;
    private volatile @Nullable Running running;

    @Activate
    public Icmp4(Icmp4Config config) {
        this.config = config;
    }

    @Modified
    void configure(Icmp4Config changed) {
        config = changed;
        var now = running;
        if (now != null) {
            now.node.loop().post(() -> now.configure(changed));
        }
    }

    @Override
    public String slot() {
        return "icmp4";
    }

    @Override
    public Set<Integer> ipv4Protocols() {
        return Set.of(IpProtocol.ICMP);
    }

    @Override
    public void start(Node node) {
        running = new Running(node, config);
        node.pathMtus().adopt(Ip4.OWNER);
        node.errors(IpFamily.IPV4, this);
    }

    @Override
    public void stop() {
        var ending = running;
        running = null;
        if (ending != null) {
            ending.node.errors(IpFamily.IPV4, null);
            ending.close();
            List.copyOf(watchers).forEach(ProbeWatcher::stopped);
            watchers.clear();
        }
    }

    @Override
    public void error(Packet offender, int type, int code, int parameter) {
        var now = running;
        if (now != null) {
            now.errors.error(offender, type, code, parameter);
        }
    }

    @Override
    public Verdict receive(Packet packet) {
        var now = running;
        if (now == null) {
            return Icmp4Drop.NOT_RUNNING;
        }
        long length = packet.end() - packet.upper();
        if (!Icmpv6Header.fits(packet.memory(), packet.upper(), packet.end())) {
            return Icmp4Drop.TOO_SHORT;
        }
        if (Checksum.finish(Checksum.sum(packet.memory(), packet.upper(), length, 0)) != 0) {
            return Icmp4Drop.CHECKSUM;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        return switch (type) {
            case Icmpv4Type.ECHO_REQUEST -> now.echo.answer(packet);
            case Icmpv4Type.ECHO_REPLY -> replied(packet);
            case Icmpv4Type.DESTINATION_UNREACHABLE,
                    Icmpv4Type.TIME_EXCEEDED,
                    Icmpv4Type.PARAMETER_PROBLEM,
                    Icmpv4Type.REDIRECT -> received(now, packet, type);
            default -> Icmp4Drop.UNKNOWN_TYPE; // RFC 6633 §3 for source quench, RFC 6918 §2 for what is obsolete
        };
    }

    @Override
    public IpFamily family() {
        return IpFamily.IPV4;
    }

    @Override
    public String owner() {
        return Ip4.OWNER;
    }

    @Override
    public String pingName() {
        return "ping4";
    }

    @Override
    public String traceName() {
        return "trace4";
    }

    @Override
    public int protocol() {
        return IpProtocol.ICMP;
    }

    @Override
    public int echoRequest() {
        return Icmpv4Type.ECHO_REQUEST;
    }

    @Override
    public boolean isOnTheWay(int type, int code) {
        return type == Icmpv4Type.TIME_EXCEEDED && code == Icmpv4Code.TTL_EXCEEDED;
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

    private Verdict replied(Packet packet) {
        var header = new Ipv4Header(packet.memory(), packet.network());
        var echo = new EchoMessage(message(packet));
        var reply = new ProbeWatcher.Reply(
                Ipv6Address.ofIpv4(header.source()),
                Ipv6Address.ofIpv4(header.destination()),
                packet.link(),
                header.timeToLive(),
                echo.identifier(),
                echo.sequence(),
                echo.data());
        boolean wanted = false;
        for (var watcher : List.copyOf(watchers)) {
            wanted |= watcher.reply(reply);
        }
        return wanted ? Verdict.Go.DELIVER : Icmp4Drop.UNEXPECTED_ECHO_REPLY;
    }

    private static MemorySegment message(Packet packet) {
        return packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
    }

    private Verdict received(Running now, Packet packet, int type) {
        var message = new ErrorMessage(message(packet));
        var quoted = message.quoted();
        if (!Ipv4Header.fits(quoted, 0, quoted.byteSize())) {
            return Icmp4Drop.QUOTE_UNREADABLE;
        }
        var header = new Ipv4Header(quoted, 0);
        if (!now.ip4.isOurs(header.source())) {
            return Icmp4Drop.QUOTE_NOT_OURS;
        }
        now.node
                .counters()
                .named("inaba.ip4.icmp.errors-received-" + ErrorOrigin.name(type))
                .add(1);
        if (type == Icmpv4Type.REDIRECT) {
            return now.redirects.follow(packet, message, header);
        }
        if (type == Icmpv4Type.DESTINATION_UNREACHABLE && message.code() == Icmpv4Code.FRAGMENTATION_NEEDED) {
            var learned = now.pathMtu.learn(quoted, header, (int) message.param32() & MTU_MASK);
            if (learned != Verdict.Go.DELIVER) {
                return learned;
            }
        }
        var failure = new ProbeWatcher.Failure(
                Ipv6Address.ofIpv4(new Ipv4Header(packet.memory(), packet.network()).source()),
                packet.link(),
                type,
                message.code(),
                message.param32(),
                new QuotedPacket(
                        Ipv6Address.ofIpv4(header.source()),
                        Ipv6Address.ofIpv4(header.destination()),
                        header.protocol(),
                        header.fragmentOffset() == 0
                                ? quoted.asSlice(header.headerLength())
                                : quoted.asSlice(quoted.byteSize())));
        for (var watcher : List.copyOf(watchers)) {
            watcher.error(failure);
        }
        return Verdict.Go.DELIVER;
    }

    /// What lives from start to stop; used on the control loop.
    private static final class Running {
        final Node node;
        final Ip4 ip4;
        final EchoResponder echo;
        final Table.Watch links;
        ErrorOrigin errors;
        PathMtu pathMtu;
        RedirectRoutes routes;
        RedirectFollower redirects;

        Running(Node node, Icmp4Config config) {
            this.node = node;
            this.ip4 = new Ip4(node);
            this.echo = new EchoResponder(node, ip4);
            this.errors = errors(config);
            this.pathMtu = pathMtu(config);
            this.routes = routes(config);
            this.redirects = new RedirectFollower(node, ip4, routes);
            this.links = node.links().watch(this::changed);
        }

        void configure(Icmp4Config config) {
            errors = errors(config);
            pathMtu = pathMtu(config);
            routes.close();
            routes = routes(config);
            redirects = new RedirectFollower(node, ip4, routes);
        }

        void close() {
            links.close();
            routes.close();
        }

        private RedirectRoutes routes(Icmp4Config config) {
            return new RedirectRoutes(node, Ip4.OWNER, config.max_redirects(), config.redirect_lifetime_s());
        }

        private ErrorOrigin errors(Icmp4Config config) {
            var limits =
                    new ErrorLimiter.Limits(config.rate(), config.burst(), config.total_rate(), config.total_burst());
            return new ErrorOrigin(node, ip4, limits);
        }

        private PathMtu pathMtu(Icmp4Config config) {
            return new PathMtu(node, Duration.ofSeconds(config.pmtu_lifetime_s()));
        }

        private void changed(@Nullable LinkRow before, @Nullable LinkRow after) {
            if (before == null) {
                return;
            }
            if (after == null) {
                errors.forget(before.index());
            }
            boolean becomesRouter = after != null && !before.forwarding() && after.forwarding();
            if (after == null || before.up() && !after.up() || becomesRouter) {
                routes.flush(before.index());
            }
        }
    }
}

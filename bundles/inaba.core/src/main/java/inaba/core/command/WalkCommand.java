package inaba.core.command;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.core.Engine;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `walk6`: which stage, bundle, row and clause decide a packet; and `walk4`, see [Walk4Command].
@Component(service = Command.class)
public class WalkCommand implements Command {
    private static final int SMALLEST_UPPER = 8;
    private static final int DEFAULT_UPPER = 64;
    private static final int MOST_BYTES = 65_535;
    private static final int MOST_PORT = 65_535;
    private final Engine engine;
    private final IpFamily family;

    @Activate
    public WalkCommand(@Reference Engine engine) {
        this(engine, IpFamily.IPV6);
    }

    WalkCommand(Engine engine, IpFamily family) {
        this.engine = engine;
        this.family = family;
    }

    private int headerBytes() {
        return family == IpFamily.IPV6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
    }

    @Override
    public String name() {
        return family == IpFamily.IPV6 ? "walk6" : "walk4";
    }

    @Override
    public String summary() {
        return "explain what happens to a packet, stage by stage";
    }

    @Override
    public List<String> usages() {
        return List.of("[from ADDR] to ADDR [dev LINK] [proto P] [sport N] [dport N] [size N]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var wish = parse(call.args());
        List<Line> lines = engine.loop().call(() -> wish.incoming() ? in(call.args(), wish) : out(call.args(), wish));
        lines.forEach(call::print);
    }

    /// A packet that comes in on a link.
    private List<Line> in(Args args, Wish wish) throws CommandException {
        var link = LinkWords.find(args, engine.links().rows(), wish.dev);
        var packet = engine.output().take(wish.size + EthernetHeader.BYTES);
        var to = wish.to.isMulticast() ? MacAddress.ofMulticast(wish.to) : link.mac();
        new WalkedFrame(to, wish.from, wish.to, wish.protocol, wish.sport, wish.dport, wish.size).fill(packet);
        packet.own(false);
        var lines = Walk.in(engine, link, packet);
        engine.output().release(packet.own(true));
        return lines;
    }

    private List<Line> out(Args args, Wish wish) throws CommandException {
        int link = 0;
        if (!wish.dev.isEmpty()) {
            link = LinkWords.find(args, engine.links().rows(), wish.dev).index();
        }
        return Walk.out(engine, wish.from, wish.to, link);
    }

    private Wish parse(Args args) throws CommandException {
        var wish = new Wish();
        while (args.hasNext()) {
            if (args.accept("from")) {
                var from = args.zonedAddress(family);
                wish.from = from.value();
                wish.on(args, from.zone());
            } else if (args.accept("to")) {
                var to = args.zonedAddress(family);
                wish.to = to.value();
                wish.on(args, to.zone());
                wish.toGiven = true;
            } else if (args.accept("dev")) {
                wish.on(args, args.next("LINK"));
            } else if (args.accept("proto")) {
                wish.protocol = args.next("a protocol", IpProtocol::parse);
            } else if (args.accept("sport")) {
                wish.sport = (int) args.number("a port", 0, MOST_PORT);
            } else if (args.accept("dport")) {
                wish.dport = (int) args.number("a port", 0, MOST_PORT);
            } else if (args.accept("size")) {
                wish.size = (int) args.number("bytes", headerBytes() + SMALLEST_UPPER, MOST_BYTES);
            } else {
                throw args.unexpected("from, to, dev, proto, sport, dport or size");
            }
        }
        if (!wish.toGiven) {
            throw args.usage("expected to ADDR");
        }
        return wish;
    }

    private final class Wish {
        private Ipv6Address from = Ipv6Address.UNSPECIFIED;
        private Ipv6Address to = Ipv6Address.UNSPECIFIED;
        private boolean toGiven;
        private String dev = "";
        private int protocol = family == IpFamily.IPV6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
        private int sport;
        private int dport;
        private int size = headerBytes() + DEFAULT_UPPER;

        /// The zones and `dev` name one link.
        private void on(Args args, @Nullable String name) throws CommandException {
            var known = dev.isEmpty() ? null : dev;
            var link = LinkWords.device(args, engine.links().rows(), name, known);
            dev = link == null ? dev : link;
        }

        /// With a link and a source that is not ours, the packet comes in there; else the node sends it.
        boolean incoming() {
            return !dev.isEmpty()
                    && !from.isUnspecified()
                    && engine.addresses().rows().stream()
                            .noneMatch(a -> a.address().equals(from));
        }
    }
}

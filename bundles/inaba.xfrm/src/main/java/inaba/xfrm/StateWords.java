package inaba.xfrm;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.ReplayWindow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.api.xfrm.Selector;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Associations in iproute2's words, read and shown.
final class StateWords {
    private static final int DEFAULT_WINDOW = 64;
    /// Linux asks for it where a tunnel's families differ; an association here is of no inner family.
    private static final String ANY_FAMILY = "af-unspec";
    /// AH in IPv4 is a multiple of four octets (RFC 4302 §2.6), as Linux makes it when it is asked to.
    private static final String ALIGN_4 = "align4";

    private static final int LARGEST_TFC = 0xffff;

    private final Args args;
    private final Collection<LinkRow> links;
    private final Function<String, @Nullable Algorithm> algorithms;
    private Ipv6Address source = Ipv6Address.UNSPECIFIED;
    private @Nullable Ipv6Address destination;
    private int protocol = -1;
    private int spi;
    private Mode mode = Mode.TRANSPORT;
    private int request;
    private SaRow.@Nullable Keyed aead;
    private SaRow.@Nullable Keyed encryption;
    private SaRow.@Nullable Keyed authentication;
    private @Nullable String compression;
    private SaRow.@Nullable UdpEncapsulation encapsulation;
    private @Nullable SelectorWords selector;
    private final Set<SaRow.Flag> flags = EnumSet.noneOf(SaRow.Flag.class);
    private final LimitWords limits = new LimitWords();
    private int tfcPad;
    private int window = -1;

    StateWords(Args args, Collection<LinkRow> links, Function<String, @Nullable Algorithm> algorithms) {
        this.args = args;
        this.links = links;
        this.algorithms = algorithms;
    }

    /// `src ADDR dst ADDR proto P spi N`, in any order.
    StateWords id() throws CommandException {
        while (idWord()) {
            // each takes its words
        }
        if (destination == null || protocol < 0 || spi == 0) {
            throw args.usage("expected dst ADDR proto esp|ah|comp spi N");
        }
        return this;
    }

    SaRow.Key key() {
        return new SaRow.Key(Objects.requireNonNull(destination), protocol, spi);
    }

    private boolean idWord() throws CommandException {
        if (args.accept("src")) {
            source = address(args);
        } else if (args.accept("dst")) {
            destination = address(args);
        } else if (args.accept("proto")) {
            protocol = protocol(args);
        } else if (args.accept("spi")) {
            spi = spi(args);
        } else {
            return false;
        }
        return true;
    }

    static Ipv6Address address(Args args) throws CommandException {
        var word = args.peek();
        return args.address(word == null || word.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4);
    }

    static int protocol(Args args) throws CommandException {
        return switch (args.oneOf("esp", "ah", "comp")) {
            case "esp" -> IpProtocol.ESP;
            case "ah" -> IpProtocol.AH;
            default -> IpProtocol.IPCOMP;
        };
    }

    /// 32 bits in decimal or hexadecimal.
    static int spi(Args args) throws CommandException {
        return args.next("an SPI", word -> {
            long value = Long.decode(word);
            if (value < 1 || value > 0xffff_ffffL) {
                throw new IllegalArgumentException("an SPI has 32 bits and is not 0");
            }
            return (int) value;
        });
    }

    static Mode mode(Args args) throws CommandException {
        return args.oneOf("transport", "tunnel").equals("tunnel") ? Mode.TUNNEL : Mode.TRANSPORT;
    }

    /// All that follows the id.
    StateWords rest() throws CommandException {
        while (args.hasNext()) {
            if (!algorithm() && !option()) {
                throw args.unexpected("an algorithm, mode, reqid, replay-window, flag, sel, limit, encap or tfcpad");
            }
        }
        return this;
    }

    private boolean algorithm() throws CommandException {
        if (args.accept("aead")) {
            var name = args.next("an algorithm");
            var key = secret();
            aead = new SaRow.Keyed(name, key, (int) args.number("ICV bits", 64, 256) / 8);
        } else if (args.accept("enc")) {
            encryption = new SaRow.Keyed(args.next("an algorithm"), secret(), 0);
        } else if (args.accept("auth")) {
            var name = args.next("an algorithm");
            int icv = algorithms.apply(name) instanceof Algorithm.Authentication found ? found.icvBytes() : 0;
            authentication = new SaRow.Keyed(name, secret(), icv);
        } else if (args.accept("auth-trunc")) {
            var name = args.next("an algorithm");
            var key = secret();
            authentication = new SaRow.Keyed(name, key, (int) args.number("ICV bits", 96, 512) / 8);
        } else if (args.accept("comp")) {
            compression = args.next("an algorithm");
        } else {
            return false;
        }
        return true;
    }

    private boolean option() throws CommandException {
        if (args.accept("mode")) {
            mode = mode(args);
        } else if (args.accept("reqid")) {
            request = (int) args.number("a number", 0, Integer.MAX_VALUE);
        } else if (args.accept("replay-window")) {
            window = (int) args.number("packets", 0, ReplayWindow.MOST);
        } else if (args.accept("flag")) {
            flags();
        } else if (args.accept("sel")) {
            selector = new SelectorWords(links).take(args);
        } else if (args.accept("limit")) {
            limits.take(args);
        } else if (args.accept("tfcpad")) {
            tfcPad = (int) args.number("bytes", 0, LARGEST_TFC);
        } else if (args.accept("encap")) {
            args.oneOf("espinudp");
            encapsulation = new SaRow.UdpEncapsulation(port(), port());
            address(args); // the original address, which only IKE needs (RFC 3948 §2.1)
        } else {
            return false;
        }
        return true;
    }

    private int port() throws CommandException {
        return (int) args.number("a port", 1, 0xffff);
    }

    private void flags() throws CommandException {
        boolean any = false;
        while (true) {
            if (args.accept(ANY_FAMILY) || args.accept(ALIGN_4)) {
                any = true;
                continue;
            }
            var word = args.peek();
            var found = Arrays.stream(SaRow.Flag.values())
                    .filter(flag -> flag.toString().equals(word))
                    .findFirst();
            if (found.isEmpty()) {
                break;
            }
            args.next("a flag");
            flags.add(found.get());
            any = true;
        }
        if (!any) {
            throw args.unexpected("esn, noecn, decap-dscp, nopmtudisc, af-unspec or align4");
        }
    }

    /// `0x` and hexadecimal digits, or the characters themselves.
    private Secret secret() throws CommandException {
        var word = args.next("a key");
        if (!word.startsWith("0x")) {
            return new Secret(word.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return new Secret(HexFormat.of().parseHex(word, 2, word.length()));
        } catch (IllegalArgumentException wrong) {
            throw args.usage("a key is 0x and pairs of hexadecimal digits, or text"); // and is not said again
        }
    }

    /// @param before what it replaces: whoever changes an association goes on with its numbers and its window
    /// @param now in nanoseconds of the engine's time
    SaRow row(@Nullable SaRow before, long now) throws CommandException {
        var to = Objects.requireNonNull(destination);
        var family = IpFamily.of(to);
        var carries = selector == null ? null : selector.selector(args, family);
        if (before != null && window >= 0 && before.state().window().size() != window) {
            throw args.failed("the size of its replay window cannot be changed");
        }
        var state = before == null ? new SaState(window < 0 ? DEFAULT_WINDOW : window) : before.state();
        long added = before == null ? now : before.added();
        var life = limits.limits();
        return new SaRow(
                key(),
                source,
                mode,
                request,
                aead,
                encryption,
                authentication,
                compression,
                encapsulation,
                carries == null ? Selector.all(family) : carries,
                life,
                flags,
                tfcPad,
                added,
                state,
                SaRow.PERSON,
                LimitWords.end(added, life));
    }

    /// @param keys whether to show them, which only their owner should ask for
    static Line show(SaRow row, boolean keys, @Nullable String unusable, Collection<LinkRow> links) {
        var line = id(Line.of(), row)
                .keyed("reqid", row.requestId() == 0 ? null : row.requestId())
                .keyed("mode", row.mode());
        keyed(line, "aead", row.aead(), keys);
        keyed(line, "enc", row.encryption(), keys);
        keyed(line, "auth-trunc", row.authentication(), keys);
        line.keyed("comp", row.compression());
        var udp = row.encapsulation();
        if (udp != null) {
            line.keyed("encap", "espinudp " + udp.source() + " " + udp.destination() + " ::");
        }
        line.keyed("replay-window", row.state().window().size())
                .keyed("flag", row.flags().isEmpty() ? null : flags(row))
                .keyed("tfcpad", row.tfcPad() == 0 ? null : row.tfcPad());
        if (!row.selector().isAll()) {
            SelectorWords.show(line.flag("sel", true), row.selector(), links);
        }
        LimitWords.show(line, row.limits());
        return line.keyed("unusable", unusable).children("now", List.of(counters(row)));
    }

    private static String flags(SaRow row) {
        return String.join(
                " ", row.flags().stream().sorted().map(SaRow.Flag::toString).toList());
    }

    private static Line counters(SaRow row) {
        var state = row.state();
        return Line.of()
                .keyed("bytes", state.bytes())
                .keyed("packets", state.packets())
                .keyed("oseq", state.sent())
                .keyed("seq", state.window().top())
                .keyed("replay", state.replays())
                .keyed("failed", state.integrityFailures())
                .flag("expired", (state.dying() & SaState.HARD) != 0)
                .flag("dying", (state.dying() & SaState.SOFT) != 0);
    }

    private static void keyed(Line line, String name, SaRow.@Nullable Keyed keyed, boolean keys) {
        if (keyed == null) {
            return;
        }
        var key = keys ? "0x" + hex(keyed.key()) : "(" + keyed.key() + ")";
        var icv = keyed.icvBytes() == 0 ? "" : " " + keyed.icvBytes() * 8;
        line.keyed(name, keyed.algorithm() + " " + key + icv);
    }

    private static String hex(Secret secret) {
        byte[] copy = secret.copy();
        try {
            return HexFormat.of().formatHex(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    static Line id(Line line, SaRow row) {
        return line.keyed("src", IpFamily.text(row.source()))
                .keyed("dst", IpFamily.text(row.key().destination()))
                .keyed("proto", name(row.key().protocol()))
                .keyed("spi", "0x" + HexFormat.of().toHexDigits(row.key().spi()));
    }

    /// iproute2 says `comp` where the registry says `ipcomp`.
    static String name(int protocol) {
        return protocol == IpProtocol.IPCOMP ? "comp" : IpProtocol.name(protocol);
    }

    static Line event(String what, SaRow row) {
        return id(Line.of().bare("event", what), row)
                .keyed("reqid", row.requestId())
                .keyed("mode", row.mode());
    }
}

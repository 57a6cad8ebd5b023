package inaba.tunnel;

import inaba.api.link.TunnelRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import org.jspecify.annotations.Nullable;

/// A tunnel while its words are read: what was not said stays as it was, or is the default.
final class Draft {
    /// RFC 4213 §3.3, RFC 2473 §6.3: that of this node's own packets.
    static final int HOP_LIMIT = 64;

    /// RFC 2473 §6.6.
    static final int ENCAPSULATION_LIMIT = 4;

    static final String WORDS = "mode, local, remote, dev, ttl, tos, key, ikey, okey, seq, csum, encaplimit, mtu,"
            + " pmtudisc, nopmtudisc, 6rd-prefix, 6rd-relay_prefix or relay";

    private static final int MOST_MTU = 65_535;
    private static final int LEAST_MTU = 1280;
    private static final int MOST_OCTET = 255;
    private static final int HEXADECIMAL = 16;

    private final String name;
    private TunnelRow.@Nullable Mode mode;
    private Ipv6Address local = Ipv6Address.UNSPECIFIED;
    private Ipv6Address remote = Ipv6Address.UNSPECIFIED;
    private String device = "";
    private int hopLimit = HOP_LIMIT;
    private int trafficClass;
    private @Nullable Integer inKey;
    private @Nullable Integer outKey;
    private boolean sequence;
    private boolean checksum;
    private int encapsulationLimit = ENCAPSULATION_LIMIT;
    private int mtu;
    private boolean pathMtuDiscovery = true;
    private @Nullable Prefix prefix;
    private @Nullable Prefix relayPrefix;
    private @Nullable Ipv6Address relay;

    Draft(String name) {
        this.name = name;
    }

    Draft(TunnelRow row) {
        this(row.name());
        mode = row.mode();
        local = row.local();
        remote = row.remote();
        device = row.device();
        hopLimit = row.hopLimit();
        trafficClass = row.trafficClass();
        inKey = row.inKey();
        outKey = row.outKey();
        sequence = row.sequence();
        checksum = row.checksum();
        encapsulationLimit = row.encapsulationLimit();
        mtu = row.mtu();
        pathMtuDiscovery = row.pathMtuDiscovery();
        prefix = row.prefix();
        relayPrefix = row.relayPrefix();
        relay = row.relay();
    }

    /// Takes the next word and what belongs to it.
    void take(Args args) throws CommandException {
        switch (args.hasNext() ? args.next(WORDS) : "") {
            case "mode" ->
                mode = TunnelRow.Mode.parse(args.oneOf(TunnelRow.Mode.words().toList()));
            case "local" -> local = end(args);
            case "remote" -> remote = end(args);
            case "dev" -> device = args.next("LINK");
            case "ttl", "hoplimit" -> hopLimit = octetOrInherit(args, "a TTL", 1);
            case "tos", "dsfield", "tclass" -> trafficClass = octetOrInherit(args, "a traffic class", 0);
            case "key" -> {
                inKey = key(args);
                outKey = inKey;
            }
            case "ikey" -> inKey = key(args);
            case "okey" -> outKey = key(args);
            case "nokey" -> {
                inKey = null;
                outKey = null;
            }
            case "seq" -> sequence = true;
            case "noseq" -> sequence = false;
            case "csum" -> checksum = true;
            case "nocsum" -> checksum = false;
            case "encaplimit" ->
                encapsulationLimit = args.accept("none") ? TunnelRow.NONE : (int) args.number("a limit", 0, MOST_OCTET);
            case "mtu" -> mtu = (int) args.number("an MTU", LEAST_MTU, MOST_MTU);
            case "pmtudisc" -> pathMtuDiscovery = true;
            case "nopmtudisc" -> pathMtuDiscovery = false;
            case "6rd-prefix" -> prefix = args.prefix(IpFamily.IPV6);
            case "6rd-relay_prefix" -> relayPrefix = args.prefix(IpFamily.IPV4);
            case "relay" -> relay = args.address(IpFamily.IPV4);
            default -> throw args.usage("expected " + WORDS);
        }
    }

    /// @throws IllegalArgumentException saying what is missing
    TunnelRow row() {
        if (mode == null) {
            throw new IllegalArgumentException(
                    "expected mode " + String.join("|", TunnelRow.Mode.words().toList()));
        }
        // RFC 4213 §3.2.1: without discovery the MTU is fixed, at 1280 unless a person knows better.
        int fixed = !pathMtuDiscovery && mtu == 0 ? LEAST_MTU : mtu;
        return new TunnelRow(
                name,
                mode,
                local,
                remote,
                device,
                hopLimit,
                trafficClass,
                inKey,
                outKey,
                sequence,
                checksum,
                encapsulationLimit,
                fixed,
                pathMtuDiscovery,
                prefix,
                relayPrefix,
                relay);
    }

    private static Ipv6Address end(Args args) throws CommandException {
        return args.accept("any")
                ? Ipv6Address.UNSPECIFIED
                : args.next(
                        "an address", word -> (word.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4).parseAddress(word));
    }

    private static int octetOrInherit(Args args, String what, int least) throws CommandException {
        return args.accept("inherit")
                ? TunnelRow.INHERIT
                : args.next(what + " from " + least + " to " + MOST_OCTET + ", or inherit", word -> octet(word, least));
    }

    private static int octet(String word, int least) {
        int value = word.startsWith("0x") ? Integer.parseInt(word.substring(2), HEXADECIMAL) : Integer.parseInt(word);
        if (value < least || value > MOST_OCTET) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    /// 32 bits as a number, or as an IPv4 address is written.
    private static Integer key(Args args) throws CommandException {
        return args.next(
                "a key of 32 bits",
                word -> word.contains(".")
                        ? IpFamily.IPV4.parseAddress(word).toIpv4()
                        : word.startsWith("0x")
                                ? Integer.parseUnsignedInt(word.substring(2), HEXADECIMAL)
                                : Integer.parseUnsignedInt(word));
    }
}

package inaba.capture.filter;

import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Text;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads an expression as pcap-filter(7) does: `not` binds most; `and` and `or` bind alike, from left to right.
///
///     expression := term { (and | && | or | ||) term }
///     term       := (not | !) term | ( expression ) | question
///     question   := PROTOCOL | [PROTOCOL] end | ether ([src | dst] [host] MAC | proto TYPE) | multicast
///     end        := [src | dst] (host ADDR | net PREFIX | port N) | (src | dst) ADDR | proto N
final class Parser {
    private static final int IPV4_BITS = 96;
    private static final String QUESTION =
            "host, net, port, src, dst, proto, ether, multicast, ip6, ip, arp, icmp6, icmp, tcp, udp, not or (";

    private static final Map<String, Filter> PROTOCOLS = Map.of(
            "ip6", Tests.etherType(EthernetHeader.ETHERTYPE_IPV6),
            "ip", Tests.etherType(EthernetHeader.ETHERTYPE_IPV4),
            "arp", Tests.etherType(EthernetHeader.ETHERTYPE_ARP),
            "icmp6", Tests.protocol(IpProtocol.ICMPV6),
            "icmp", Tests.protocol(IpProtocol.ICMP),
            "tcp", Tests.protocol(IpProtocol.TCP),
            "udp", Tests.protocol(IpProtocol.UDP));

    private final Words words;

    Parser(String expression) {
        this.words = new Words(expression);
    }

    Filter parse() {
        if (!words.hasNext()) {
            return Filter.ALL;
        }
        var filter = expression();
        if (words.hasNext()) {
            throw words.expected("and, or or the end");
        }
        return filter;
    }

    private Filter expression() {
        var filter = term();
        while (true) {
            if (words.accept("and", "&&") != null) {
                filter = filter.and(term());
            } else if (words.accept("or", "||") != null) {
                filter = filter.or(term());
            } else {
                return filter;
            }
        }
    }

    private Filter term() {
        if (words.accept("not", "!") != null) {
            return term().not();
        }
        if (words.accept("(") == null) {
            return question();
        }
        var inner = expression();
        if (words.accept(")") == null) {
            throw words.expected("and, or or )");
        }
        return inner;
    }

    private Filter question() {
        var word = words.peek();
        var protocol = word == null ? null : PROTOCOLS.get(word);
        if (protocol != null) {
            words.next(QUESTION);
            return startsEnd(words.peek()) ? protocol.and(end()) : protocol;
        }
        if (words.accept("ether") != null) {
            return ether();
        }
        if (words.accept("multicast") != null) {
            return Tests.multicast();
        }
        if (!startsEnd(word)) {
            throw words.expected(QUESTION);
        }
        return end();
    }

    private static boolean startsEnd(@Nullable String word) {
        return word != null
                && switch (word) {
                    case "src", "dst", "host", "net", "port", "proto" -> true;
                    default -> false;
                };
    }

    private Filter end() {
        if (words.accept("proto") != null) {
            return Tests.protocol(words.next("a protocol", IpProtocol::parse));
        }
        var side = side();
        if (words.accept("net") != null) {
            return Tests.address(words.next("a prefix", Parser::prefix), side);
        }
        if (words.accept("port") != null) {
            return Tests.port(words.next("a port from 0 to 65535", word -> number(word, 10)), side);
        }
        words.accept("host");
        return Tests.address(words.next("an address", Parser::host), side);
    }

    private Filter ether() {
        if (words.accept("proto") != null) {
            return Tests.etherType(words.next(
                    "an EtherType such as 0x86dd",
                    word -> word.startsWith("0x") ? number(word.substring(2), 16) : number(word, 10)));
        }
        var side = side();
        words.accept("host");
        return Tests.mac(words.next("a MAC address", MacAddress::parse), side);
    }

    private Side side() {
        if (words.accept("src") != null) {
            return Side.SOURCE;
        }
        return words.accept("dst") != null ? Side.DESTINATION : Side.EITHER;
    }

    private static Prefix host(String word) {
        return new Prefix(isIpv4(word) ? Ipv6Address.ofIpv4(Ipv4Text.parse(word)) : Ipv6Address.parse(word), 128);
    }

    private static Prefix prefix(String word) {
        int slash = word.indexOf('/');
        if (!isIpv4(word)) {
            return Prefix.parse(word);
        }
        if (slash < 0) {
            return host(word);
        }
        int bits = number(word.substring(slash + 1), 10);
        if (bits > 32) {
            throw new IllegalArgumentException("an IPv4 prefix has 0 to 32 bits");
        }
        return new Prefix(Ipv6Address.ofIpv4(Ipv4Text.parse(word.substring(0, slash))), IPV4_BITS + bits);
    }

    private static boolean isIpv4(String word) {
        return word.indexOf(':') < 0;
    }

    private static int number(String word, int radix) {
        try {
            int number = Integer.parseInt(word, radix);
            if (number >= 0 && number <= 0xffff) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("not a number", wrong);
        }
        throw new IllegalArgumentException("out of range");
    }
}

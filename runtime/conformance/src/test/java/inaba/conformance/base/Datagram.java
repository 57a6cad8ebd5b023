package inaba.conformance.base;

import inaba.wire.Checksum;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// An IPv6 packet as one line of text: its headers in their order, and what follows them.
///
///     hbh:HEX    Hop-by-Hop Options, the options in hexadecimal; dst:HEX the same as Destination Options
///     rh:T/L     a Routing header of type T with L segments left
///     frag:N     a Fragment header with offset N; frag:N+ says that more follow
///     echo:N     an echo request with N octets of data
///     next:P     eight octets of protocol P; next:P/N has N octets of it
///
/// A header is announced by the one before it, unless `=P` behind it says otherwise.
public record Datagram(byte[] bytes) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int TYPE_SPECIFIC = 4;
    private static final int IDENTIFICATION = 0x5eed;

    public static Datagram of(String from, String to, String chain) {
        return of(from, to, 64, chain);
    }

    static Datagram of(String from, String to, int hopLimit, String chain) {
        var parts = Arrays.stream(chain.split(" ")).map(Datagram::part).toList();
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[Ipv6Header.BYTES]);
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.extension()) {
                part.bytes[0] = (byte)
                        (part.follows >= 0
                                ? part.follows
                                : i + 1 < parts.size() ? parts.get(i + 1).number : IpProtocol.NO_NEXT_HEADER);
            }
            all.writeBytes(part.bytes);
        }
        var datagram = new Datagram(all.toByteArray());
        datagram.header()
                .start(0, 0)
                .payloadLength(datagram.bytes.length - Ipv6Header.BYTES)
                .nextHeader(parts.getFirst().number)
                .hopLimit(hopLimit)
                .source(Ipv6Address.parse(from))
                .destination(Ipv6Address.parse(to));
        var last = parts.getLast();
        if (last.number == IpProtocol.ICMPV6) {
            datagram.checksum(datagram.bytes.length - last.bytes.length);
        }
        return datagram;
    }

    public Ipv6Header header() {
        return new Ipv6Header(MemorySegment.ofArray(bytes), 0);
    }

    /// The fragments of it, all but the last of `room` octets.
    ///
    /// @param kept octets of headers that each fragment has, from the IPv6 header on
    List<Datagram> cut(int kept, int room) {
        var cuts = new ArrayList<Datagram>();
        int data = bytes.length - kept;
        for (int at = 0; at < data; at += room) {
            int length = Math.min(room, data - at);
            cuts.add(fragment(kept, at, length, at + length < data, IDENTIFICATION));
        }
        return cuts;
    }

    /// A fragment of it, true or not.
    Datagram fragment(int kept, int at, int length, boolean more, int identification) {
        var piece = new byte[kept + FragmentHeader.BYTES + length];
        System.arraycopy(bytes, 0, piece, 0, kept);
        System.arraycopy(bytes, kept + at, piece, kept + FragmentHeader.BYTES, length);
        int announced = announcer(kept);
        new FragmentHeader(MemorySegment.ofArray(piece), kept)
                .nextHeader(Byte.toUnsignedInt(bytes[announced]))
                .offset(at, more)
                .identification(identification);
        piece[announced] = IpProtocol.FRAGMENT;
        var fragment = new Datagram(piece);
        fragment.header().payloadLength(piece.length - Ipv6Header.BYTES);
        return fragment;
    }

    /// The octet that says what the header at `at` is.
    private int announcer(int at) {
        int announcer = (int) Ipv6Header.NEXT_HEADER;
        var memory = MemorySegment.ofArray(bytes);
        for (int next = Ipv6Header.BYTES; next < at; ) {
            announcer = next;
            next += new ExtensionHeader(memory, next).lengthBytes();
        }
        return announcer;
    }

    private void checksum(int at) {
        int sum = Checksum.upperLayer(MemorySegment.ofArray(bytes), 0, at, bytes.length - at, IpProtocol.ICMPV6);
        bytes[at + 2] = (byte) (sum >>> 8);
        bytes[at + 3] = (byte) sum;
    }

    private static Part part(String word) {
        String[] halves = word.split("=");
        String[] named = halves[0].split(":");
        int follows = halves.length > 1 ? Integer.parseInt(halves[1]) : -1;
        String value = named.length > 1 ? named[1] : "";
        return switch (named[0]) {
            case "hbh" -> new Part(IpProtocol.HOP_BY_HOP, options(value), follows);
            case "dst" -> new Part(IpProtocol.DESTINATION_OPTIONS, options(value), follows);
            case "rh" -> new Part(IpProtocol.ROUTING, routing(value), follows);
            case "frag" -> new Part(IpProtocol.FRAGMENT, fragment(value), follows);
            case "echo" -> new Part(IpProtocol.ICMPV6, echo(Integer.parseInt(value)), follows);
            case "next" -> {
                String[] numbers = value.split("/");
                int length = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 8;
                yield new Part(Integer.parseInt(numbers[0]), new byte[length], follows);
            }
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static byte[] options(String hex) {
        var options = HEX.parseHex(hex);
        var header = new byte[2 + options.length];
        System.arraycopy(options, 0, header, 2, options.length);
        header[1] = (byte) (header.length / 8 - 1);
        return header;
    }

    private static byte[] routing(String typeAndLeft) {
        String[] numbers = typeAndLeft.split("/");
        var header = new byte[4 + TYPE_SPECIFIC];
        header[2] = (byte) Integer.parseInt(numbers[0]);
        header[3] = (byte) Integer.parseInt(numbers[1]);
        return header;
    }

    private static byte[] fragment(String offset) {
        boolean more = offset.endsWith("+");
        var header = new byte[FragmentHeader.BYTES];
        new FragmentHeader(MemorySegment.ofArray(header), 0)
                .offset(Integer.parseInt(more ? offset.substring(0, offset.length() - 1) : offset), more)
                .identification(IDENTIFICATION);
        return header;
    }

    private static byte[] echo(int data) {
        var message = new byte[8 + data];
        for (int i = 4; i < message.length; i++) {
            message[i] = (byte) i;
        }
        message[0] = (byte) Icmpv6Type.ECHO_REQUEST;
        return message;
    }

    /// @param follows what it announces, or -1 for what comes next
    private record Part(int number, byte[] bytes, int follows) {
        boolean extension() {
            return switch (number) {
                case IpProtocol.HOP_BY_HOP, IpProtocol.DESTINATION_OPTIONS, IpProtocol.ROUTING, IpProtocol.FRAGMENT ->
                    true;
                default -> false;
            };
        }
    }
}

package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.api.xfrm.Selector;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.xfrm.algorithm.Algorithms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Packets and associations from the text of tests.
public final class Given {
    private static final int HEADROOM = 128;
    private static final int BYTES = 4096;

    private Given() {}

    /// A packet of these octets, which start with an IP header.
    static Packet packet(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        var memory = Arena.ofAuto().allocate(BYTES);
        var packet = new Packet(memory, 0, BYTES).reset(HEADROOM);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, HEADROOM, bytes.length);
        return packet.end(HEADROOM + bytes.length)
                .etherType(bytes[0] >>> 4 == 4 ? EthernetHeader.ETHERTYPE_IPV4 : EthernetHeader.ETHERTYPE_IPV6);
    }

    static String hex(Packet packet) {
        var bytes = packet.memory().asSlice(packet.start(), packet.length()).toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static Ipv6Address address(String text) {
        return (text.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4).parseAddress(text);
    }

    static @Nullable Algorithm algorithm(String name) {
        return Algorithms.ALL.stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// An association between the two addresses.
    static Sa sa(String source, String destination, int protocol, int spi) {
        return new Sa(address(source), address(destination), protocol, spi);
    }

    /// Builds a row.
    static final class Sa {
        private final Ipv6Address source;
        private final Ipv6Address destination;
        private final int protocol;
        private final int spi;
        private Mode mode = Mode.TRANSPORT;
        private SaRow.@Nullable Keyed aead;
        private SaRow.@Nullable Keyed encryption;
        private SaRow.@Nullable Keyed authentication;
        private SaRow.@Nullable UdpEncapsulation encapsulation;
        private @Nullable String compression;
        private Set<SaRow.Flag> flags = Set.of();
        private Limits limits = Limits.UNLIMITED;
        private int tfcPad;
        private SaState state = new SaState(64);

        private Sa(Ipv6Address source, Ipv6Address destination, int protocol, int spi) {
            this.source = source;
            this.destination = destination;
            this.protocol = protocol;
            this.spi = spi;
        }

        Sa tunnel() {
            mode = Mode.TUNNEL;
            return this;
        }

        Sa aead(String algorithm, byte[] key, int icvBits) {
            aead = new SaRow.Keyed(algorithm, new Secret(key), icvBits / 8);
            return this;
        }

        Sa enc(String algorithm, byte[] key) {
            encryption = new SaRow.Keyed(algorithm, new Secret(key), 0);
            return this;
        }

        Sa auth(String algorithm, byte[] key, int icvBits) {
            authentication = new SaRow.Keyed(algorithm, new Secret(key), icvBits / 8);
            return this;
        }

        Sa comp() {
            compression = "deflate";
            return this;
        }

        Sa udp(int from, int to) {
            encapsulation = new SaRow.UdpEncapsulation(from, to);
            return this;
        }

        Sa flags(SaRow.Flag... wanted) {
            flags = Set.of(wanted);
            return this;
        }

        Sa limits(Limits wanted) {
            limits = wanted;
            return this;
        }

        Sa tfc(int bytes) {
            tfcPad = bytes;
            return this;
        }

        Sa state(SaState shared) {
            state = shared;
            return this;
        }

        SaRow row() {
            return new SaRow(
                    new SaRow.Key(destination, protocol, spi),
                    source,
                    mode,
                    0,
                    aead,
                    encryption,
                    authentication,
                    compression,
                    encapsulation,
                    Selector.all(IpFamily.of(destination)),
                    limits,
                    flags,
                    tfcPad,
                    0,
                    state,
                    "person",
                    Long.MAX_VALUE);
        }

        Association association() {
            return Association.of(row(), Given::algorithm);
        }
    }
}

package inaba.fuzz;

import inaba.hostile.Frames;
import inaba.hostile.Octets;
import inaba.hostile.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Nodes that end tunnels and IPsec of the attacker, and packets for them to begin with.
final class Gateways {
    private static final int ESP = 50;
    private static final int AH = 51;
    private static final int IPCOMP = 108;
    private static final String KEY = "0x000102030405060708090a0b0c0d0e0f";
    private static final String ICV = " auth-trunc hmac(sha256) " + KEY + KEY.substring(2) + " 128";

    private Gateways() {}

    static Target of(Path state) {
        var target = Target.gateway(state);
        for (var ends : List.of(
                " src " + Target.ATTACKER + " dst " + Target.NODE,
                " src " + Target.ATTACKER4 + " dst " + Target.NODE4)) {
            target.xfrm("state add" + ends + " proto esp spi 0x100 enc ecb(cipher_null) 0x" + ICV);
            target.xfrm("state add" + ends + " proto esp spi 0x101 mode tunnel enc cbc(aes) " + KEY + ICV);
            target.xfrm("state add" + ends + " proto ah spi 0x100" + ICV);
            target.xfrm("state add" + ends + " proto comp spi 0x100 comp deflate");
        }
        return target;
    }

    static List<byte[]> frames() {
        var inner = Frames.ipv6(
                Target.ATTACKER,
                Target.NODE,
                Frames.ICMP6,
                64,
                Frames.icmp6(Target.ATTACKER, Target.NODE, Frames.ECHO_REQUEST, 0, new byte[8]));
        var gre = Frames.join(new Octets().u32(0x86dd).array(), inner);
        var esp = new Octets()
                .u32(0x100)
                .u32(1)
                .bytes(inner)
                .u8(1)
                .u8(2)
                .u8(2)
                .u8(41)
                .array();
        var ah = new Octets()
                .u8(41)
                .u8(4)
                .u16(0)
                .u32(0x100)
                .u32(1)
                .zeros(12)
                .bytes(inner)
                .array();
        var comp = new Octets().u8(41).u8(0).u16(0x100).u8(3).u8(0).array();
        var frames = new ArrayList<byte[]>();
        frames.add(frame(41, inner));
        frames.add(frame(47, gre));
        frames.add(frame(ESP, esp));
        frames.add(frame(AH, ah));
        frames.add(frame(IPCOMP, comp));
        frames.add(Frames.ethernet(
                Target.NODE_MAC,
                Target.ATTACKER_MAC,
                Frames.IPV4,
                Frames.ipv4(Target.ATTACKER4, Target.NODE4, ESP, esp)));
        return frames;
    }

    private static byte[] frame(int protocol, byte[] payload) {
        var packet = Frames.ipv6(Target.ATTACKER, Target.NODE, protocol, 64, payload);
        return Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, Frames.IPV6, packet);
    }
}

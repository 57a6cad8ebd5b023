package inaba.hostile;

import java.util.ArrayList;
import java.util.List;

/// A valid frame of each kind that a node reads: what inputs of fuzzing begin with.
public final class Samples {
    private static final String US = Target.NODE_LINK_LOCAL;
    private static final String THEM = Target.ATTACKER_LINK_LOCAL;

    private Samples() {}

    public static List<byte[]> frames() {
        var all = new ArrayList<byte[]>();
        var mac = new Octets().hex("0101 020000000bad").array();
        all.add(nd(133, new Octets().u32(0).bytes(mac)));
        all.add(nd(134, advertisement()));
        all.add(nd(135, new Octets().u32(0).address(US).bytes(mac).hex("0e01 0102 03040506")));
        all.add(nd(136, new Octets().u32(0xe000_0000L).address(THEM).hex("0201 020000000bad")));
        all.add(nd(
                137, new Octets().u32(0).address(THEM).address("2001:db8:f::1").hex("0401 000000000000")));
        all.add(icmp6(128, new Octets().u32(1).zeros(16)));
        all.add(icmp6(129, new Octets().u32(1).zeros(16)));
        var quoted = Frames.ipv6(Target.NODE, "2001:db8:f::1", 17, 64, new byte[16]);
        for (int type = 1; type <= 4; type++) {
            all.add(icmp6(type, new Octets().u32(type == 2 ? 1300 : 0).bytes(quoted)));
        }
        mld(all);
        fragments(all);
        all.add(ipv6(43, Frames.join(new Octets().hex("3a00 0400 00000000").array(), echo())));
        all.add(ipv6(0, Frames.join(Frames.options(60, new byte[6]), Frames.options(58, new byte[6]), echo())));
        all.add(ipv6(17, new Octets().u16(53).u16(53).u16(8).u16(0).array()));
        all.add(ipv6(
                6,
                new Octets().u16(80).u16(80).zeros(8).hex("5002 1000 0000 0000").array()));
        all.add(ipv6(4, Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, new byte[8])));
        all.add(ipv6(41, quoted));
        ipv4(all);
        return List.copyOf(all);
    }

    private static Octets advertisement() {
        return new Octets()
                .hex("40 00 0708 00000000 00000000 0101 020000000bad 0501 0000 000005dc")
                .hex("0304 40c0 00000708 00000384 00000000")
                .address("2001:db8:7::")
                .hex("1803 4000 00000708")
                .address("2001:db8:8::")
                .hex("1903 0000 00000708")
                .address("2001:db8:1::53")
                .hex("1f03 0000 00000708 07 6578616d706c65 03 636f6d 00 000000")
                .hex("2602 0708 0064 ff9b 00000000 00000000")
                .hex("2502 61616161 61616161 61616161 6161");
    }

    private static void mld(List<byte[]> all) {
        var query =
                new Octets().hex("03e8 0000").address("::").hex("02 7d 0001").address("2001:db8::1");
        var report = new Octets().hex("0000 0001 0400 0001").address("ff02::77").address("2001:db8::1");
        for (int type : new int[] {130, 131, 132, 143}) {
            var body = type == 130
                    ? query
                    : type == 143 ? report : new Octets().u32(0).address("ff02::77");
            var message = Frames.icmp6(THEM, US, type, 0, body.array());
            var payload = Frames.join(
                    Frames.options(58, new Octets().hex("0502 0000 0100").array()), message);
            all.add(frame(Frames.IPV6, Frames.ipv6(THEM, US, 0, 1, payload)));
        }
    }

    private static void fragments(List<byte[]> all) {
        all.add(ipv6(
                44,
                Frames.join(
                        Frames.fragment(58, 0, true, 1),
                        new Octets().u8(128).zeros(15).array())));
        all.add(ipv6(44, Frames.join(Frames.fragment(58, 16, false, 1), new byte[8])));
        all.add(ipv6(44, Frames.join(Frames.fragment(58, 0, false, 2), echo())));
    }

    private static void ipv4(List<byte[]> all) {
        all.add(ipv4(1, 0, new byte[0], Frames.icmp4(8, 0, new byte[12])));
        var quoted = Frames.ipv4(Target.NODE4, "203.0.113.9", 17, new byte[8]);
        all.add(ipv4(
                1,
                0,
                new byte[0],
                Frames.icmp4(3, 4, new Octets().u32(600).bytes(quoted).array())));
        all.add(ipv4(1, 0x2000, new byte[0], new byte[16]));
        all.add(ipv4(1, 0, new Octets().hex("94040000 01010100").array(), Frames.icmp4(8, 0, new byte[12])));
        all.add(ipv4(2, 0, new byte[0], Frames.icmp4(0x11, 100, new byte[4])));
        all.add(ipv4(
                17, 0, new byte[0], new Octets().u16(68).u16(67).u16(8).u16(0).array()));
        var arp = new Octets()
                .hex("0001 0800 06 04 0001 020000000bad")
                .address(Target.ATTACKER4)
                .zeros(6);
        all.add(frame(Frames.ARP, arp.address(Target.NODE4).array()));
    }

    private static byte[] nd(int type, Octets body) {
        return frame(
                Frames.IPV6, Frames.ipv6(THEM, US, Frames.ICMP6, 255, Frames.icmp6(THEM, US, type, 0, body.array())));
    }

    private static byte[] icmp6(int type, Octets body) {
        return ipv6(Frames.ICMP6, Frames.icmp6(Target.ATTACKER, Target.NODE, type, 0, body.array()));
    }

    private static byte[] echo() {
        return Frames.icmp6(Target.ATTACKER, Target.NODE, 128, 0, new byte[8]);
    }

    private static byte[] ipv6(int nextHeader, byte[] payload) {
        return frame(Frames.IPV6, Frames.ipv6(Target.ATTACKER, Target.NODE, nextHeader, 64, payload));
    }

    private static byte[] ipv4(int protocol, int offset, byte[] options, byte[] payload) {
        return frame(Frames.IPV4, Frames.ipv4(Target.ATTACKER4, Target.NODE4, protocol, 1, offset, options, payload));
    }

    private static byte[] frame(int etherType, byte[] packet) {
        return Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, etherType, packet);
    }
}

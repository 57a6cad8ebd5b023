package inaba.hostile;

import java.util.HexFormat;

/// Frames and packets, put together octet by octet. Lengths and checksums are right, unless a caller changes them.
public final class Frames {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;
    public static final int ICMP6 = 58;
    public static final int ICMP4 = 1;
    public static final int HOP_BY_HOP = 0;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int DESTINATION_OPTIONS = 60;
    public static final int NONE = 59;
    public static final int ECHO_REQUEST = 128;

    private static final int IPV6_HEADER = 40;
    private static final int IPV4_HEADER = 20;

    private Frames() {}

    /// @param to MAC, `02:00:00:00:01:01`
    public static byte[] ethernet(String to, String from, int etherType, byte[] payload) {
        return new Octets()
                .hex(mac(to))
                .hex(mac(from))
                .u16(etherType)
                .bytes(payload)
                .array();
    }

    /// 33:33 and the last four octets, RFC 2464 §7.
    public static String groupMac(String group) {
        var address = Octets.addressBytes(group);
        return "33:33:" + HexFormat.ofDelimiter(":").formatHex(address, 12, 16);
    }

    public static byte[] ipv6(String from, String to, int nextHeader, int hopLimit, byte[] payload) {
        return ipv6(from, to, nextHeader, hopLimit, payload.length, payload);
    }

    /// @param length what the Payload Length field says
    public static byte[] ipv6(String from, String to, int nextHeader, int hopLimit, int length, byte[] payload) {
        return new Octets()
                .u32(0x6000_0000L)
                .u16(length)
                .u8(nextHeader)
                .u8(hopLimit)
                .address(from)
                .address(to)
                .bytes(payload)
                .array();
    }

    public static byte[] ipv4(String from, String to, int protocol, byte[] payload) {
        return ipv4(from, to, protocol, 0, 0, new byte[0], payload);
    }

    /// @param offset flags and fragment offset, as the header has them: 0x2000 is More Fragments
    /// @param options a multiple of four octets
    public static byte[] ipv4(
            String from, String to, int protocol, int identification, int offset, byte[] options, byte[] payload) {
        int headers = IPV4_HEADER + options.length;
        var packet = new Octets()
                .u8(0x40 | headers / 4)
                .u8(0)
                .u16(headers + payload.length)
                .u16(identification)
                .u16(offset)
                .u8(64)
                .u8(protocol)
                .u16(0)
                .address(from)
                .address(to)
                .bytes(options)
                .bytes(payload)
                .array();
        return with16(packet, 10, fold(sum(packet, 0, headers)));
    }

    /// An ICMPv6 message.
    ///
    /// @param body what follows the checksum
    public static byte[] icmp6(String from, String to, int type, int code, byte[] body) {
        var message = new Octets().u8(type).u8(code).u16(0).bytes(body).array();
        return with16(message, 2, checksum6(from, to, ICMP6, message));
    }

    /// An ICMP or IGMP message, whose checksum covers nothing else.
    public static byte[] icmp4(int type, int code, byte[] body) {
        var message = new Octets().u8(type).u8(code).u16(0).bytes(body).array();
        return with16(message, 2, fold(sum(message, 0, message.length)));
    }

    /// An extension header with options, whose length field is right.
    public static byte[] options(int nextHeader, byte[] options) {
        int length = (options.length + 2 + 7) / 8;
        return new Octets()
                .u8(nextHeader)
                .u8(length - 1)
                .bytes(options)
                .zeros(length * 8 - 2 - options.length)
                .array();
    }

    /// A Fragment header.
    ///
    /// @param offset in octets
    public static byte[] fragment(int nextHeader, int offset, boolean more, long identification) {
        return new Octets()
                .u8(nextHeader)
                .u8(0)
                .u16(offset & ~7 | (more ? 1 : 0))
                .u32(identification)
                .array();
    }

    /// A copy of a frame with an IP packet, its lengths right, and the checksum of an ICMPv6 message that follows the
    /// header or Hop-by-Hop options, of an IPv4 header, or of an ICMP or IGMP message.
    public static byte[] repaired(byte[] frame) {
        int type = (frame[12] & 0xff) << 8 | frame[13] & 0xff;
        if (type == IPV6 && frame.length >= payloadAt()) {
            return repaired6(with16(frame, 18, frame.length - payloadAt()));
        }
        if (type == IPV4 && frame.length >= 14 + IPV4_HEADER) {
            var fixed = with16(with16(with8(frame, 14, 0x45), 16, frame.length - 14), 24, 0);
            fixed = with16(fixed, 24, fold(sum(fixed, 14, 14 + IPV4_HEADER)));
            boolean summed = (fixed[23] == ICMP4 || fixed[23] == 2) && frame.length >= 14 + IPV4_HEADER + 4;
            fixed = summed ? with16(fixed, 36, 0) : fixed;
            return summed ? with16(fixed, 36, fold(sum(fixed, 34, fixed.length))) : fixed;
        }
        return frame;
    }

    private static byte[] repaired6(byte[] frame) {
        int at = payloadAt();
        int next = frame[20];
        if (next == HOP_BY_HOP && at + 8 <= frame.length) {
            next = frame[at];
            at += ((frame[at + 1] & 0xff) + 1) * 8;
        }
        if (next != ICMP6 || at + 4 > frame.length) {
            return frame;
        }
        var fixed = with16(frame, at + 2, 0);
        long sum = sum(fixed, 22, 54) + (fixed.length - at) + ICMP6 + sum(fixed, at, fixed.length);
        return with16(fixed, at + 2, fold(sum));
    }

    public static byte[] join(byte[]... parts) {
        var all = new Octets();
        for (var part : parts) {
            all.bytes(part);
        }
        return all.array();
    }

    /// RFC 8200 §8.1
    public static int checksum6(String from, String to, int protocol, byte[] message) {
        var pseudo = new Octets()
                .address(from)
                .address(to)
                .u32(message.length)
                .u32(protocol)
                .bytes(message)
                .array();
        return fold(sum(pseudo, 0, pseudo.length));
    }

    /// A copy of the octets with 16 bits replaced.
    public static byte[] with16(byte[] octets, int at, int value) {
        var changed = octets.clone();
        changed[at] = (byte) (value >>> 8);
        changed[at + 1] = (byte) value;
        return changed;
    }

    /// A copy of the octets with one replaced.
    public static byte[] with8(byte[] octets, int at, int value) {
        var changed = octets.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /// Where the payload of an IPv6 packet begins in its frame.
    public static int payloadAt() {
        return 14 + IPV6_HEADER;
    }

    private static long sum(byte[] octets, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (octets[i] & 0xffL) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }

    private static String mac(String text) {
        return text.replace(":", "");
    }
}

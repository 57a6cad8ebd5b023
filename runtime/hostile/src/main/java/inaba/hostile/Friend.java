package inaba.hostile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An honest station of a link, made of octets: answers who asks for its MAC.
///
/// @param global its IPv6 address
public record Friend(String mac, String global, String linkLocal, String ipv4) {
    private static final int NS = 135;
    private static final int NA = 136;
    private static final int ARP_REQUEST = 1;

    /// The answer to a Neighbor Solicitation or an ARP request for this station, else null.
    byte @Nullable [] answer(byte[] frame) {
        int type = u16(frame, 12);
        if (type == Frames.IPV6 && frame.length >= 78 && frame[20] == Frames.ICMP6 && (frame[54] & 0xff) == NS) {
            for (var own : new String[] {global, linkLocal}) {
                if (has(frame, 62, own)) {
                    return advertisement(frame, own);
                }
            }
        }
        return type == Frames.ARP && u16(frame, 20) == ARP_REQUEST && has(frame, 38, ipv4) ? reply(frame) : null;
    }

    /// A packet of this station to the router or host `to`, in its frame.
    byte[] frame(String to, int etherType, byte[] packet) {
        return Frames.ethernet(to, mac, etherType, packet);
    }

    private byte[] advertisement(byte[] asked, String own) {
        var asker = text(asked, 22);
        var body = new Octets()
                .u32(0x6000_0000L)
                .address(own)
                .u8(2)
                .u8(1)
                .hex(mac.replace(":", ""))
                .array();
        var message = Frames.icmp6(own, asker, NA, 0, body);
        return Frames.ethernet(
                macText(asked, 6), mac, Frames.IPV6, Frames.ipv6(own, asker, Frames.ICMP6, 255, message));
    }

    private byte[] reply(byte[] asked) {
        var packet = new Octets()
                .hex("0001 0800 06 04 0002")
                .hex(mac.replace(":", ""))
                .address(ipv4)
                .bytes(Arrays.copyOfRange(asked, 22, 32))
                .array();
        return Frames.ethernet(macText(asked, 6), mac, Frames.ARP, packet);
    }

    private static boolean has(byte[] frame, int at, String address) {
        var wanted = Octets.addressBytes(address);
        return at + wanted.length <= frame.length
                && Arrays.equals(frame, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static int u16(byte[] frame, int at) {
        return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
    }

    private static String text(byte[] frame, int at) {
        var groups = new StringBuilder();
        for (int i = 0; i < 16; i += 2) {
            groups.append(i == 0 ? "" : ":").append(Integer.toHexString(u16(frame, at + i)));
        }
        return groups.toString();
    }

    private static String macText(byte[] frame, int at) {
        return java.util.HexFormat.ofDelimiter(":").formatHex(frame, at, at + 6);
    }
}

package inaba.xfrm.core;

import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.RoutingHeader;
import java.util.Arrays;

/// A packet as AH authenticates it: what changes on the way is zero, what changes predictably is as it arrives, RFC
/// 4302 §3.3.3.1 and Appendix A. Works on a copy of the packet that begins with its IP header.
final class AhImage {
    private static final int ADDRESS = 16;
    private static final int MAY_CHANGE = 0x20;
    private static final int PAD1 = 0;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;

    private AhImage() {}

    /// @param headers length of the IP header and its options
    static void ipv4(byte[] packet, int headers) {
        packet[1] = 0; // DSCP and ECN
        zero(packet, (int) Ipv4Header.FLAGS_OFFSET, 2);
        packet[(int) Ipv4Header.TIME_TO_LIVE] = 0;
        zero(packet, (int) Ipv4Header.CHECKSUM, 2);
        for (int at = Ipv4Header.BYTES; at < headers; ) {
            int type = Bytes.u8(packet, at);
            if (type == END_OF_OPTIONS) {
                return;
            }
            int length = type == NO_OPERATION ? 1 : at + 1 < headers ? Bytes.u8(packet, at + 1) : 0;
            if (length < 1 || type != NO_OPERATION && length < 2 || at + length > headers) {
                zero(packet, at, headers - at); // whoever sent that cannot have meant it
                return;
            }
            if (!isImmutable(type)) {
                if (isSourceRoute(type)) {
                    lastHop(packet, at, length);
                }
                zero(packet, at, length);
            }
            at += length;
        }
    }

    /// Appendix A1: security, extended and commercial security, router alert, sender directed delivery.
    private static boolean isImmutable(int type) {
        return switch (type) {
            case NO_OPERATION, 130, 133, 134, 148, 149 -> true;
            default -> false;
        };
    }

    private static boolean isSourceRoute(int type) {
        return type == 131 || type == 137;
    }

    /// §3.3.3.1.1.1: with a source route that is not at its end, the destination is its last address.
    private static void lastHop(byte[] packet, int at, int length) {
        boolean onTheWay = length >= 7 && Bytes.u8(packet, at + 2) <= length;
        if (onTheWay) {
            System.arraycopy(packet, at + length - 4, packet, (int) Ipv4Header.DESTINATION, 4);
        }
    }

    /// @param headers length of the IPv6 header and the extension headers before AH, all of which fit
    static void ipv6(byte[] packet, int headers) {
        packet[0] &= (byte) 0xf0; // class and flow label
        zero(packet, 1, 3);
        packet[(int) Ipv6Header.HOP_LIMIT] = 0;
        int protocol = Bytes.u8(packet, (int) Ipv6Header.NEXT_HEADER);
        for (int at = Ipv6Header.BYTES; at < headers; ) {
            int length = (Bytes.u8(packet, at + 1) + 1) * 8;
            if (protocol == IpProtocol.ROUTING) {
                arrive(packet, at, length);
            } else {
                options(packet, at + 2, Math.min(at + length, headers));
            }
            protocol = Bytes.u8(packet, at);
            at += length;
        }
    }

    /// §3.3.3.1.2.2: of an option that may change, the data are zero, type and length are not.
    private static void options(byte[] packet, int from, int end) {
        for (int at = from; at < end; ) {
            int type = Bytes.u8(packet, at);
            if (type == PAD1) {
                at++;
                continue;
            }
            int length = at + 1 < end ? Bytes.u8(packet, at + 1) : 0;
            if ((type & MAY_CHANGE) != 0) {
                zero(packet, at + 2, Math.min(length, Math.max(0, end - at - 2)));
            }
            at += 2 + length;
        }
    }

    /// Appendix A2: addresses and destination as they are when no segments are left. Each node on the way swaps the
    /// destination with its place; so at the end all have moved one place on.
    private static void arrive(byte[] packet, int at, int length) {
        int type = Bytes.u8(packet, at + 2);
        int left = Bytes.u8(packet, at + 3);
        int count = (length - 8) / ADDRESS;
        if (type != RoutingHeader.TYPE_0 && type != RoutingHeader.TYPE_2 || left == 0 || left > count) {
            return;
        }
        int first = at + 8 + (count - left) * ADDRESS;
        int last = at + 8 + (count - 1) * ADDRESS;
        byte[] end = Arrays.copyOfRange(packet, last, last + ADDRESS);
        System.arraycopy(packet, first, packet, first + ADDRESS, last - first);
        System.arraycopy(packet, (int) Ipv6Header.DESTINATION, packet, first, ADDRESS);
        System.arraycopy(end, 0, packet, (int) Ipv6Header.DESTINATION, ADDRESS);
        packet[at + 3] = 0;
    }

    private static void zero(byte[] packet, int at, int length) {
        Arrays.fill(packet, at, at + length, (byte) 0);
    }
}

package inaba.tunnel.core;

import inaba.wire.Ipv6Header;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;
import org.jspecify.annotations.Nullable;

/// What an ICMP error about an outer packet means to the source of the packet inside: RFC 2473 §8.1 to §8.3, RFC 4213
/// §3.4.
public enum ErrorInside {
    /// Nothing: a problem of the tunnel alone.
    NOTHING,
    /// The other end is not reached: to the packet inside, the link has failed.
    UNREACHABLE,
    /// The outer packet was too long for its path.
    TOO_BIG;

    /// An error to send.
    ///
    /// @param type of the inner family's ICMP
    public record Message(int type, int code, int parameter) {}

    /// An error, and the MTU that it told.
    public record Meaning(ErrorInside what, long mtu) {
        /// What the source of the packet inside is told, or null where it is told nothing.
        ///
        /// @param ipv4 family of the packet inside
        /// @param length of the packet inside, bytes
        /// @param whole it must not be cut
        public @Nullable Message within(boolean ipv4, int overhead, int length, boolean whole) {
            return switch (what) {
                case NOTHING -> null;
                case UNREACHABLE ->
                    ipv4
                            ? new Message(Icmpv4Type.DESTINATION_UNREACHABLE, Icmpv4Code.HOST_UNREACHABLE, 0)
                            : new Message(Icmpv6Type.DESTINATION_UNREACHABLE, Icmpv6Code.ADDRESS_UNREACHABLE, 0);
                case TOO_BIG -> tooBig(ipv4, (int) Math.min(mtu, 0xffff) - overhead, length, whole);
            };
        }

        /// RFC 2473 §7.1, §7.2: what is within the minimum is fragmented from now on, and so is what may be.
        private static @Nullable Message tooBig(boolean ipv4, int room, int length, boolean whole) {
            if (ipv4) {
                return whole && room > 0 && length > room
                        ? new Message(Icmpv4Type.DESTINATION_UNREACHABLE, Icmpv4Code.FRAGMENTATION_NEEDED, room)
                        : null;
            }
            int mtu = Math.max(room, Ipv6Header.MIN_MTU);
            return length > mtu ? new Message(Icmpv6Type.PACKET_TOO_BIG, 0, mtu) : null;
        }
    }

    /// @param ipv4 family of the outer packet
    /// @param parameter MTU or pointer
    /// @param toLimit the pointer is that of the Tunnel Encapsulation Limit
    public static Meaning of(boolean ipv4, int type, int code, long parameter, boolean toLimit) {
        return ipv4 ? ofIpv4(type, code, parameter) : ofIpv6(type, code, parameter, toLimit);
    }

    private static Meaning ofIpv6(int type, int code, long parameter, boolean toLimit) {
        return switch (type) {
            case Icmpv6Type.PACKET_TOO_BIG -> new Meaning(TOO_BIG, parameter);
            case Icmpv6Type.DESTINATION_UNREACHABLE -> new Meaning(UNREACHABLE, 0);
            case Icmpv6Type.TIME_EXCEEDED ->
                new Meaning(code == Icmpv6Code.HOP_LIMIT_EXCEEDED ? UNREACHABLE : NOTHING, 0);
            case Icmpv6Type.PARAMETER_PROBLEM -> new Meaning(toLimit ? UNREACHABLE : NOTHING, 0);
            default -> new Meaning(NOTHING, 0);
        };
    }

    /// An old router tells no MTU (RFC 1191 §5): the next packet is told by ourselves.
    private static Meaning ofIpv4(int type, int code, long parameter) {
        return switch (type) {
            case Icmpv4Type.DESTINATION_UNREACHABLE -> {
                long mtu = parameter & 0xffff;
                yield code != Icmpv4Code.FRAGMENTATION_NEEDED
                        ? new Meaning(UNREACHABLE, 0)
                        : new Meaning(mtu == 0 ? NOTHING : TOO_BIG, mtu);
            }
            case Icmpv4Type.TIME_EXCEEDED -> new Meaning(code == Icmpv4Code.TTL_EXCEEDED ? UNREACHABLE : NOTHING, 0);
            default -> new Meaning(NOTHING, 0);
        };
    }
}

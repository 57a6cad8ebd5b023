package inaba.linux;

import inaba.linux.NetlinkMessage.Body;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses and routes of a device as they were found, as the very messages of the kernel's dump, so that one
/// that got lost while the device was held (it was set down and up, for instance) can be put back as it was.
///
/// @param addresses bodies of RTM_NEWADDR
/// @param routes bodies of RTM_NEWROUTE, without those that the kernel makes by itself
record Found(List<byte[]> addresses, List<byte[]> routes) {
    private static final Logger LOG = LoggerFactory.getLogger(Found.class);

    private static final int AF_INET = 2;
    private static final int ADDRESS_FIXED = 8; // struct ifaddrmsg
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_FLAGS = 8;
    /// NODAD, HOMEADDRESS, MANAGETEMPADDR, NOPREFIXROUTE, MCAUTOJOIN, OPTIMISTIC: what the kernel lets one set.
    private static final int IFA_SETTABLE = 0x02 | 0x10 | 0x100 | 0x200 | 0x400 | 0x04;

    private static final int ROUTE_FIXED = 12; // struct rtmsg
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_CACHEINFO = 12;
    private static final int RTA_TABLE = 15;
    private static final int RTA_EXPIRES = 23;
    private static final int TABLE_LOCAL = 255;
    private static final int RTPROT_KERNEL = 2;
    private static final int RTM_F_CLONED = 0x200;
    private static final int RTNH_BYTES = 8;
    private static final int RTNH_F_ONLINK = 4;
    private static final int USER_HZ = 100;
    private static final int INFINITE = -1;

    static Found on(Netlink netlink, int index) throws LinuxException {
        var addresses = netlink.dump(Netlink.RTM_GETADDR, new byte[ADDRESS_FIXED], "list addresses").stream()
                .filter(m -> m.buffer().getInt(4) == index)
                .map(NetlinkMessage::body)
                .toList();
        var routes = netlink.dump(Netlink.RTM_GETROUTE, new byte[ROUTE_FIXED], "list routes").stream()
                .filter(m -> uses(m, index) && !made(m))
                .map(NetlinkMessage::body)
                .toList();
        return new Found(addresses, routes);
    }

    /// True for a route that the kernel derives from an address, and for cached ones.
    private static boolean made(NetlinkMessage route) {
        var b = route.buffer();
        return Byte.toUnsignedInt(b.get(4)) == TABLE_LOCAL
                || b.get(5) == RTPROT_KERNEL
                || (b.getInt(8) & RTM_F_CLONED) != 0;
    }

    /// True when the route's packets leave by this device, or some of them.
    static boolean uses(NetlinkMessage route, int index) {
        if (route.number(ROUTE_FIXED, RTA_OIF, 0) == index) {
            return true;
        }
        var hops = route.attribute(ROUTE_FIXED, RTA_MULTIPATH);
        return hops != null && hops(hops).stream().anyMatch(hop -> hop.getInt(4) == index);
    }

    /// The next hops of a multipath route, each a `struct rtnexthop` of `hops` itself: length, flags, weight, device.
    private static List<ByteBuffer> hops(byte[] hops) {
        var each = new ArrayList<ByteBuffer>();
        var b = ByteBuffer.wrap(hops).order(ByteOrder.nativeOrder());
        for (int at = 0; at + RTNH_BYTES <= hops.length; ) {
            each.add(b.slice(at, RTNH_BYTES).order(ByteOrder.nativeOrder()));
            at += NetlinkMessage.align(Math.max(RTNH_BYTES, Short.toUnsignedInt(b.getShort(at))));
        }
        return each;
    }

    /// Puts back what is missing and has not expired.
    ///
    /// @param elapsed seconds since it was found
    void putBack(Netlink netlink, int index, long elapsed) throws LinuxException {
        var now = on(netlink, index);
        var there = keys(now.addresses, Found::addressKey);
        for (var address : oldestFirst()) {
            if (!there.contains(addressKey(address))) {
                add(netlink, Netlink.RTM_NEWADDR, aged(address, elapsed), "address");
            }
        }
        there = keys(on(netlink, index).routes, Found::routeKey);
        for (var route : routes) {
            if (!there.contains(routeKey(route))) {
                add(netlink, Netlink.RTM_NEWROUTE, agedRoute(route, elapsed), "route");
            }
        }
    }

    /// The kernel lists the newest IPv6 address of a scope first, and the newest IPv4 address last.
    private List<byte[]> oldestFirst() {
        var four = addresses.stream().filter(a -> a[0] == AF_INET);
        var six = addresses.reversed().stream().filter(a -> a[0] != AF_INET);
        return Stream.concat(four, six).toList();
    }

    private static void add(Netlink netlink, int type, byte[] body, String what) {
        if (body.length == 0) {
            return;
        }
        try {
            netlink.change(type, Netlink.CREATE | Netlink.EXCLUSIVE, body, "put back");
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                LOG.warn("one {} could not be put back: {}", what, e.getMessage());
            }
        }
    }

    private static Set<ByteBuffer> keys(List<byte[]> bodies, Function<byte[], ByteBuffer> key) {
        var keys = new HashSet<ByteBuffer>();
        bodies.forEach(b -> keys.add(key.apply(b)));
        return keys;
    }

    private static ByteBuffer addressKey(byte[] body) {
        return key(body, 0, 2, ADDRESS_FIXED, IFA_ADDRESS, IFA_LOCAL);
    }

    /// Family, lengths, TOS, and what tells one route from another.
    private static ByteBuffer routeKey(byte[] body) {
        return key(body, 0, 4, ROUTE_FIXED, RTA_DST, RTA_SRC, RTA_TABLE, RTA_PRIORITY, RTA_OIF, RTA_GATEWAY);
    }

    private static ByteBuffer key(byte[] body, int from, int to, int fixed, int... kinds) {
        var key = new Body().raw(Arrays.copyOfRange(body, from, to));
        var message = new NetlinkMessage(0, body);
        for (int kind : kinds) {
            var value = message.attribute(fixed, kind);
            key.attribute(kind, value == null ? new byte[0] : value);
        }
        return ByteBuffer.wrap(key.bytes());
    }

    /// The address with its lifetimes `elapsed` seconds shorter; empty when it is no longer valid.
    private static byte[] aged(byte[] body, long elapsed) {
        var aged = new Body().raw(Arrays.copyOf(body, ADDRESS_FIXED));
        for (var a : attributes(body, ADDRESS_FIXED)) {
            var b = a.buffer();
            if (a.type() == IFA_CACHEINFO) {
                int valid = shorter(b.getInt(4), elapsed);
                if (valid == 0) {
                    return new byte[0];
                }
                b.putInt(0, shorter(b.getInt(0), elapsed)).putInt(4, valid);
            } else if (a.type() == IFA_FLAGS) {
                b.putInt(0, b.getInt(0) & IFA_SETTABLE);
            }
            aged.attribute(a.type(), a.body());
        }
        return aged.bytes();
    }

    /// The route as one asks for it: what is left of its life as RTA_EXPIRES instead of RTA_CACHEINFO.
    private static byte[] agedRoute(byte[] body, long elapsed) {
        var aged = new Body().raw(Arrays.copyOf(body, ROUTE_FIXED - 4)).u32(body[8] & RTNH_F_ONLINK);
        for (var a : attributes(body, ROUTE_FIXED)) {
            if (a.type() == RTA_MULTIPATH) {
                hops(a.body()).forEach(hop -> hop.put(2, (byte) (hop.get(2) & RTNH_F_ONLINK)));
            }
            if (a.type() != RTA_CACHEINFO) {
                aged.attribute(a.type(), a.body());
                continue;
            }
            int ticks = a.buffer().getInt(8); // rta_expires
            if (ticks != 0) {
                long left = ticks / USER_HZ - elapsed;
                if (left <= 0) {
                    return new byte[0];
                }
                aged.attribute(RTA_EXPIRES, (int) left);
            }
        }
        return aged.bytes();
    }

    private static int shorter(int lifetime, long elapsed) {
        return lifetime == INFINITE ? INFINITE : (int) Math.max(0, Integer.toUnsignedLong(lifetime) - elapsed);
    }

    /// The attributes as pairs of type and value.
    private static List<NetlinkMessage> attributes(byte[] body, int fixed) {
        var b = ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
        var all = new ArrayList<NetlinkMessage>();
        for (int at = fixed; at + 4 <= body.length; ) {
            int length = Math.max(4, Short.toUnsignedInt(b.getShort(at)));
            all.add(new NetlinkMessage(
                    Short.toUnsignedInt(b.getShort(at + 2)),
                    Arrays.copyOfRange(body, at + 4, Math.min(body.length, at + length))));
            at += NetlinkMessage.align(length);
        }
        return all;
    }
}

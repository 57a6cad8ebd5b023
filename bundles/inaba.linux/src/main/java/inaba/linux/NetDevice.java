package inaba.linux;

import inaba.linux.NetlinkMessage.Body;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A network device of the kernel as it was when asked, from RTM_NEWLINK (rtnetlink(7)).
///
/// @param index never given twice while the network namespace lives
/// @param mtu bytes of an IP packet
/// @param flags IFF_UP and the like
/// @param ethernet its frames begin with an Ethernet header (ARPHRD_ETHER)
public record NetDevice(int index, String name, MacAddress mac, int mtu, int flags, boolean ethernet) {
    private static final int IFF_UP = 1;
    private static final int IFF_LOWER_UP = 0x10000;
    private static final int ARPHRD_ETHER = 1;
    private static final int FIXED = 16; // struct ifinfomsg
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_STATS64 = 23;
    private static final int IFLA_NUM_RX_QUEUES = 32;
    private static final int TX_DROPPED = 7 * 8; // of struct rtnl_link_stats64

    /// The administrator wants it up.
    public boolean up() {
        return (flags & IFF_UP) != 0;
    }

    /// Frames can pass: the device is up and the cable is in.
    public boolean carrier() {
        return up() && (flags & IFF_LOWER_UP) != 0;
    }

    /// The device of this name in the thread's network namespace.
    ///
    /// @throws LinuxException naming the devices there are, when it does not exist
    public static NetDevice named(String name) throws LinuxException {
        try (var netlink = new Netlink()) {
            return named(netlink, name);
        }
    }

    /// True if there is a device of this name in the thread's network namespace.
    public static boolean exists(String name) throws LinuxException {
        try (var netlink = new Netlink()) {
            return all(netlink).stream().anyMatch(d -> d.name.equals(name));
        }
    }

    static NetDevice named(Netlink netlink, String name) throws LinuxException {
        var all = all(netlink);
        return all.stream()
                .filter(d -> d.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new LinuxException("no such network device: " + name + "; there are: "
                        + all.stream().map(NetDevice::name).collect(Collectors.joining(", "))));
    }

    /// The device of this index, or null.
    static @Nullable NetDevice of(Netlink netlink, int index) throws LinuxException {
        return all(netlink).stream().filter(d -> d.index == index).findFirst().orElse(null);
    }

    /// Frames that the kernel wanted to send by this device and dropped: a full queue.
    ///
    /// @return 0 when the device is gone
    public static long sendDrops(int index) throws LinuxException {
        try (var netlink = new Netlink()) {
            return netlink.dump(Netlink.RTM_GETLINK, header(0, 0, 0), "list network devices").stream()
                    .filter(m -> m.buffer().getInt(4) == index)
                    .map(m -> m.attribute(FIXED, IFLA_STATS64))
                    .filter(Objects::nonNull)
                    .mapToLong(s ->
                            ByteBuffer.wrap(s).order(ByteOrder.nativeOrder()).getLong(TX_DROPPED))
                    .findFirst()
                    .orElse(0);
        }
    }

    /// Receive queues that a device has; at least 1.
    public static int receiveQueues(int index) throws LinuxException {
        try (var netlink = new Netlink()) {
            return netlink.dump(Netlink.RTM_GETLINK, header(0, 0, 0), "list network devices").stream()
                    .filter(m -> m.buffer().getInt(4) == index)
                    .mapToInt(m -> m.number(FIXED, IFLA_NUM_RX_QUEUES, 1))
                    .findFirst()
                    .orElse(1);
        }
    }

    static List<NetDevice> all(Netlink netlink) throws LinuxException {
        return netlink.dump(Netlink.RTM_GETLINK, header(0, 0, 0), "list network devices").stream()
                .filter(m -> m.type() == Netlink.RTM_NEWLINK)
                .map(NetDevice::of)
                .sorted(Comparator.comparingInt(NetDevice::index))
                .toList();
    }

    /// Reads RTM_NEWLINK or RTM_DELLINK.
    static NetDevice of(NetlinkMessage m) {
        var b = m.buffer();
        var name = m.attribute(FIXED, IFLA_IFNAME);
        var mac = m.attribute(FIXED, IFLA_ADDRESS);
        boolean ethernet = Short.toUnsignedInt(b.getShort(2)) == ARPHRD_ETHER;
        return new NetDevice(
                b.getInt(4),
                name == null ? "" : new String(name, 0, name.length - 1, StandardCharsets.UTF_8),
                mac == null || mac.length != MacAddress.BYTES
                        ? MacAddress.ZERO
                        : MacAddress.read(MemorySegment.ofArray(mac), 0),
                m.number(FIXED, IFLA_MTU, 0),
                b.getInt(8),
                ethernet);
    }

    /// Sets the device up or down.
    static void setUp(Netlink netlink, int index, boolean up) throws LinuxException {
        netlink.change(
                Netlink.RTM_NEWLINK,
                0,
                header(index, up ? IFF_UP : 0, IFF_UP),
                "set a network device " + (up ? "up" : "down"));
    }

    /// Gives a device a MAC and an MTU, and sets it up, in the thread's network namespace.
    ///
    /// @throws LinuxException when it does not exist, or will not have them
    public static void configure(String name, MacAddress mac, int mtu) throws LinuxException {
        try (var netlink = new Netlink()) {
            var device = named(netlink, name);
            var address = MemorySegment.ofArray(new byte[MacAddress.BYTES]);
            mac.write(address, 0);
            var wanted = new Body()
                    .raw(header(device.index(), IFF_UP, IFF_UP))
                    .attribute(IFLA_ADDRESS, address.toArray(ValueLayout.JAVA_BYTE))
                    .attribute(IFLA_MTU, mtu);
            netlink.change(Netlink.RTM_NEWLINK, 0, wanted.bytes(), "set up " + name);
        }
    }

    private static byte[] header(int index, int flags, int change) {
        return new Body().u8(0).u8(0).u16(0).u32(index).u32(flags).u32(change).bytes();
    }
}

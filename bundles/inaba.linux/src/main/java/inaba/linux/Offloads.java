package inaba.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The receive offloads that merge frames, through SIOCETHTOOL (`linux/ethtool.h`): a held device has them off, so that
/// frames arrive as they were on the wire.
///
/// @param gro generic receive offload, software
/// @param lro large receive offload, by the device
record Offloads(boolean gro, boolean lro) {
    static final Offloads OFF = new Offloads(false, false);

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int IFNAMSIZ = 16;
    private static final int IFREQ_BYTES = 40;
    private static final int GET_FLAGS = 0x25;
    private static final int SET_FLAGS = 0x26;
    private static final int GET_GRO = 0x2b;
    private static final int SET_GRO = 0x2c;
    private static final int FLAG_LRO = 1 << 15;

    /// As they are; what a device does not know is off.
    static Offloads of(String device) throws LinuxException {
        return new Offloads(get(device, GET_GRO) != 0, (get(device, GET_FLAGS) & FLAG_LRO) != 0);
    }

    /// Sets what differs from `now`.
    void applyTo(String device, Offloads now) throws LinuxException {
        if (gro != now.gro) {
            set(device, SET_GRO, gro ? 1 : 0);
        }
        if (lro != now.lro) {
            int others = get(device, GET_FLAGS) & ~FLAG_LRO;
            set(device, SET_FLAGS, others | (lro ? FLAG_LRO : 0));
        }
    }

    private static int get(String device, int command) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(8, 4);
            value.set(JAVA_INT, 0, command);
            int result = ioctl(arena, device, value);
            return result == -Errno.EOPNOTSUPP
                    ? 0
                    : Sys.check(result, "read offloads of " + device) + value.get(JAVA_INT, 4);
        }
    }

    private static void set(String device, int command, int to) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(8, 4);
            value.set(JAVA_INT, 0, command);
            value.set(JAVA_INT, 4, to);
            Sys.check(ioctl(arena, device, value), "set offloads of " + device);
        }
    }

    /// @param value `struct ethtool_value`: command, data
    private static int ioctl(Arena arena, String device, MemorySegment value) throws LinuxException {
        int fd = Sys.check(Sys.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        var request = arena.allocate(IFREQ_BYTES, 8);
        request.setString(0, device, StandardCharsets.UTF_8);
        request.set(ADDRESS, IFNAMSIZ, value);
        int result = Sys.ioctl(fd, SIOCETHTOOL, request);
        Sys.close(fd);
        return result;
    }
}

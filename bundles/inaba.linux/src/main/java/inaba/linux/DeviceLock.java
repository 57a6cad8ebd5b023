package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// One appliance at a time holds a device: who has the abstract Unix socket `@inaba/held/INDEX` of the network
/// namespace (unix(7)). It leaves no file behind, and the kernel lets go of it with the process.
final class DeviceLock implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;

    private final int fd;

    private DeviceLock(int fd) {
        this.fd = fd;
    }

    /// @throws LinuxException naming the process that holds the device; [LinuxException#errno] is EADDRINUSE then
    static DeviceLock of(NetDevice device) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            var address = address(arena, device.index());
            int fd = Sys.check(Sys.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0), "socket");
            int result = Sys.bind(fd, address);
            result = result < 0 ? result : Sys.listen(fd, 1);
            if (result < 0) {
                Sys.close(fd);
                throw new LinuxException(
                        result == -Errno.EADDRINUSE
                                ? device.name() + " is held by another appliance" + holder(arena, address)
                                : "lock " + device.name(),
                        -result);
            }
            return new DeviceLock(fd);
        }
    }

    private static String holder(Arena arena, MemorySegment address) throws LinuxException {
        int fd = Sys.check(Sys.socket(AF_UNIX, SOCK_STREAM_CLOEXEC, 0), "socket");
        var credentials = arena.allocate(UCRED_BYTES, 4);
        boolean known = Sys.connect(fd, address) == 0
                && Sys.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, arena.allocate(JAVA_INT)) == 0;
        Sys.close(fd);
        return known ? ", process " + credentials.get(JAVA_INT, 0) : "";
    }

    /// `sockaddr_un`: the name begins with a zero byte and fills the address.
    private static MemorySegment address(Arena arena, int index) {
        byte[] name = ("inaba/held/" + index).getBytes(StandardCharsets.US_ASCII);
        var address = arena.allocate(3 + name.length, 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, 3, name.length);
        return address;
    }

    @Override
    public void close() {
        Sys.close(fd);
    }
}

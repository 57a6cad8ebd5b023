package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A queue of a tap, `Documentation/networking/tuntap.rst`: what is written is received by the kernel's end, and
/// the other way round. A device that did not exist is made, and is gone when its last queue is closed.
///
/// Without virtio headers and with no offload the kernel completes checksums and cuts frames by itself.
public final class TapDevice implements AutoCloseable {
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final int IFREQ_BYTES = 40;
    private static final int IFNAMSIZ = 16;
    private static final int TAP_NO_PI = 0x0002 | 0x1000;
    private static final int MULTI_QUEUE = 0x0100;

    private final int fd;
    private boolean closed;

    /// @throws LinuxException when the name is no name, the device is another's or rights are missing
    public TapDevice(String name) throws LinuxException {
        if (name.isEmpty() || name.length() >= IFNAMSIZ || name.contains("/") || name.contains("%")) {
            throw new LinuxException("'" + name + "' is not a name for a network device");
        }
        fd = Sys.check(Sys.open("/dev/net/tun", O_RDWR_NONBLOCK_CLOEXEC), "open /dev/net/tun");
        int result = attach(name);
        if (result < 0) {
            Sys.close(fd);
            throw new LinuxException("attach to the tap " + name, -result);
        }
    }

    /// With several queues a successor can open the device beside us; a device made without them is opened as it is.
    private int attach(String name) {
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(IFREQ_BYTES, 8);
            request.setString(0, name, StandardCharsets.UTF_8);
            request.set(JAVA_SHORT, IFNAMSIZ, (short) (TAP_NO_PI | MULTI_QUEUE));
            int result = Sys.ioctl(fd, TUNSETIFF, request);
            if (result == -Errno.EINVAL) {
                request.set(JAVA_SHORT, IFNAMSIZ, (short) TAP_NO_PI);
                result = Sys.ioctl(fd, TUNSETIFF, request);
            }
            return result < 0 ? result : Sys.ioctl(fd, TUNSETOFFLOAD, MemorySegment.NULL);
        }
    }

    /// For [Waiting].
    public int fd() {
        return fd;
    }

    /// Reads a frame into `[at, at + length)`; does not wait.
    ///
    /// @return its length, or `-errno`
    public int read(MemorySegment s, long at, long length) {
        return (int) Sys.read(fd, s, at, length);
    }

    /// Writes a frame. @return a negative number is `-errno`
    public int write(MemorySegment s, long at, long length) {
        return (int) Sys.write(fd, s, at, length);
    }

    /// Whether the device stays when its last queue is closed.
    public void persist(boolean on) throws LinuxException {
        Sys.check(Sys.ioctl(fd, TUNSETPERSIST, MemorySegment.ofAddress(on ? 1 : 0)), "keep a tap");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Sys.close(fd);
        }
    }
}

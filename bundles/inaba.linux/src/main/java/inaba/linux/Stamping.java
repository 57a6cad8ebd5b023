package inaba.linux;

/// While open, the kernel stamps every received frame once, as it leaves the device's driver, and every packet socket
/// (a ring of ours or libpcap's) shows that same stamp on the frame. Without it, each socket stamps by itself.
///
/// Any socket with SO_TIMESTAMPNS (socket(7)) switches it on for the whole machine; it takes effect within
/// milliseconds, not at once.
public final class Stamping implements AutoCloseable {
    private static final int AF_INET6 = 10;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TIMESTAMPNS = 35;

    private final int fd;

    public Stamping() throws LinuxException {
        int six = Sys.socket(AF_INET6, SOCK_DGRAM_CLOEXEC, 0);
        fd = six >= 0 ? six : Sys.check(Sys.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        int result = Sys.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
        if (result < 0) {
            Sys.close(fd);
            throw new LinuxException("switch receive stamps on", -result);
        }
    }

    @Override
    public void close() {
        Sys.close(fd);
    }
}

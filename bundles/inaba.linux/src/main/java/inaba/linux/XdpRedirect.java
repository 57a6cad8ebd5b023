package inaba.linux;

/// An XDP program on a device that hands frames over to AF_XDP sockets, queue by queue. Frames of a queue without a
/// socket go their usual way, and so do all of them once this is closed or the process has ended.
public final class XdpRedirect implements AutoCloseable {
    private final int map;
    private final int link;
    private final boolean generic;
    private boolean closed;

    private XdpRedirect(int map, int link, boolean generic) {
        this.map = map;
        this.link = link;
        this.generic = generic;
    }

    /// Attaches the program; no queue has a socket yet.
    ///
    /// @param generic in the kernel's stack instead of the device's driver
    /// @throws LinuxException [Errno#EBUSY] when another program is there, [Errno#EOPNOTSUPP] or others when
    /// the driver has no XDP of its own
    public static XdpRedirect on(int index, int queues, boolean generic) throws LinuxException {
        int map = Sys.check(Bpf.socketMap(queues), "make a map of AF_XDP sockets");
        int program = Bpf.loadRedirect(map);
        int link = program < 0 ? program : Bpf.linkXdp(program, index, generic ? Bpf.XDP_GENERIC : Bpf.XDP_NATIVE);
        if (program >= 0) {
            Sys.close(program);
        }
        if (link < 0) {
            Sys.close(map);
            throw new LinuxException(program < 0 ? "load an XDP program" : "attach an XDP program", -link);
        }
        return new XdpRedirect(map, link, generic);
    }

    public boolean generic() {
        return generic;
    }

    /// From now on frames of a queue come to this socket.
    public synchronized void to(int queue, int socket) throws LinuxException {
        if (!closed) {
            Sys.check(Bpf.put(map, queue, socket), "redirect frames to an AF_XDP socket");
        }
    }

    /// From now on frames of a queue go their usual way.
    public synchronized void away(int queue) {
        if (!closed) {
            Bpf.remove(map, queue); // also if it was not there
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Sys.close(link);
            Sys.close(map);
        }
    }
}

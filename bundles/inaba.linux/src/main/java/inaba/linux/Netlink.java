package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A NETLINK_ROUTE socket in the network namespace of the thread that opened it, RFC 3549. For one thread.
final class Netlink implements AutoCloseable {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWQDISC = 36;
    static final int RTM_DELQDISC = 37;
    static final int RTM_GETQDISC = 38;
    static final int RTM_NEWTFILTER = 44;
    static final int RTM_DELTFILTER = 45;

    static final int CREATE = 0x400;
    static final int EXCLUSIVE = 0x200;
    static final int GROUP_LINK = 1;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    private static final int DUMP = 0x300;
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int BUFFER = 1 << 18;
    private static final int DUMP_TRIES = 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER, 8);
    private final int fd;
    private int sequence;

    Netlink() throws LinuxException {
        this(0);
    }

    /// @param groups multicast groups to hear, as a bit set
    Netlink(int groups) throws LinuxException {
        fd = Sys.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0);
        var address = arena.allocate(12, 4);
        address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
        address.set(JAVA_INT, 8, groups);
        int bound = fd < 0 ? fd : Sys.bind(fd, address);
        if (bound < 0) {
            close();
            throw new LinuxException("netlink socket", -bound);
        }
    }

    int fd() {
        return fd;
    }

    /// Asks for a change and waits for the kernel's yes.
    void change(int type, int flags, byte[] body, String what) throws LinuxException {
        exchange(type, ACK | flags, body, what, new ArrayList<>());
    }

    /// Asks for one object.
    NetlinkMessage ask(int type, byte[] body, String what) throws LinuxException {
        var answers = new ArrayList<NetlinkMessage>();
        exchange(type, ACK, body, what, answers);
        if (answers.isEmpty()) {
            throw new LinuxException(what, Errno.ENOENT);
        }
        return answers.getFirst();
    }

    /// Asks for all objects; once more when they changed meanwhile.
    List<NetlinkMessage> dump(int type, byte[] body, String what) throws LinuxException {
        var answers = new ArrayList<NetlinkMessage>();
        for (int i = 0; i < DUMP_TRIES; i++) {
            answers.clear();
            if (exchange(type, DUMP, body, what, answers)) {
                break;
            }
        }
        return answers;
    }

    /// Reads what the kernel tells of its own accord.
    ///
    /// @return false when messages were lost (ENOBUFS) and the state must be asked for again
    boolean hear(List<NetlinkMessage> into) {
        long n = Sys.recv(fd, buffer, BUFFER, 0);
        for (long at = 0; at < n; at = next(at)) {
            into.add(message(at));
        }
        return n > 0;
    }

    /// @return false when the kernel says that the answers do not fit together
    private boolean exchange(int type, int flags, byte[] body, String what, List<NetlinkMessage> answers)
            throws LinuxException {
        send(type, flags, body, what);
        boolean whole = true;
        while (true) {
            int n = Sys.check(Sys.recv(fd, buffer, BUFFER, 0), what);
            for (long at = 0; at < n; at = next(at)) {
                if (buffer.get(JAVA_INT, at + 8) != sequence) {
                    continue;
                }
                whole &= (buffer.get(JAVA_SHORT, at + 6) & DUMP_INTERRUPTED) == 0;
                int kind = buffer.get(JAVA_SHORT, at + 4);
                if (kind == NLMSG_DONE || kind == NLMSG_ERROR) {
                    Sys.check(buffer.get(JAVA_INT, at + NetlinkMessage.HEADER_BYTES), what);
                    return whole;
                }
                answers.add(message(at));
            }
        }
    }

    private void send(int type, int flags, byte[] body, String what) throws LinuxException {
        int length = NetlinkMessage.HEADER_BYTES + body.length;
        buffer.set(JAVA_INT, 0, length);
        buffer.set(JAVA_SHORT, 4, (short) type);
        buffer.set(JAVA_SHORT, 6, (short) (REQUEST | flags));
        buffer.set(JAVA_INT, 8, ++sequence);
        buffer.set(JAVA_INT, 12, 0);
        MemorySegment.copy(body, 0, buffer, JAVA_BYTE, NetlinkMessage.HEADER_BYTES, body.length);
        Sys.check(Sys.sendto(fd, buffer, length, 0, MemorySegment.NULL), what);
    }

    private NetlinkMessage message(long at) {
        int length = buffer.get(JAVA_INT, at);
        var body = buffer.asSlice(at + NetlinkMessage.HEADER_BYTES, length - NetlinkMessage.HEADER_BYTES);
        return new NetlinkMessage(Short.toUnsignedInt(buffer.get(JAVA_SHORT, at + 4)), body.toArray(JAVA_BYTE));
    }

    private long next(long at) {
        return at + NetlinkMessage.align(Math.max(NetlinkMessage.HEADER_BYTES, buffer.get(JAVA_INT, at)));
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Sys.close(fd);
        }
        arena.close();
    }
}

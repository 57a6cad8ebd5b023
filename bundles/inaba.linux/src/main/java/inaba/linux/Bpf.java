package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/// Small classifier and XDP programs for the kernel, bpf(2): instructions are written out as the kernel's documentation
/// `bpf/standardization/instruction-set` encodes them.
final class Bpf {
    static final int TCX_INGRESS = 46;
    static final int TCX_EGRESS = 47;

    static final int XDP_GENERIC = 2;
    static final int XDP_NATIVE = 4;

    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int PROG_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int SCHED_CLS = 3;
    private static final int XDP = 6;
    private static final int XSKMAP = 17;
    private static final int XDP_ATTACH = 37;
    private static final int BEFORE_ALL_OTHERS = 8; // BPF_F_BEFORE, relative to nothing
    private static final int ATTRIBUTES = 128;
    private static final long NUMBER =
            switch (System.getProperty("os.arch", "")) {
                case "amd64" -> 321;
                case "aarch64", "riscv64", "loongarch64" -> 280;
                case "ppc64le" -> 361;
                case "s390x" -> 351;
                default -> -1;
            };

    private static final int MOVE = 0xb7;
    private static final int LOAD_MAP = 0x18;
    private static final int CALL = 0x85;
    private static final int REDIRECT_MAP = 51;
    private static final int XDP_PASS = 2;
    private static final int XDP_MD_QUEUE = 16; // xdp_md.rx_queue_index
    private static final int LOAD_8 = 0x79;
    private static final int LOAD_4 = 0x61;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_NOT_EQUAL = 0x55;
    private static final int EXIT = 0x95;
    private static final int DROP = 2; // TC_ACT_SHOT
    private static final int NEXT = -1; // TC_ACT_UNSPEC, TCX_NEXT
    private static final int SK_BUFF_SOCKET = 168; // __sk_buff.sk
    private static final int SOCKET_FAMILY = 4; // bpf_sock.family
    private static final int AF_PACKET = 17;

    private Bpf() {}

    /// Drops everything. @return a file descriptor, or `-errno`
    static int loadDropAll() {
        return load(SCHED_CLS, new long[] {instruction(MOVE, 0, 0, 0, DROP), instruction(EXIT, 0, 0, 0, 0)});
    }

    /// Drops everything but what a packet socket sent. @return a file descriptor, or `-errno`
    static int loadDropAllButPacketSockets() {
        return load(SCHED_CLS, new long[] {
            instruction(MOVE, 0, 0, 0, DROP),
            instruction(LOAD_8, 2, 1, SK_BUFF_SOCKET, 0),
            instruction(JUMP_EQUAL, 2, 0, 3, 0),
            instruction(LOAD_4, 2, 2, SOCKET_FAMILY, 0),
            instruction(JUMP_NOT_EQUAL, 2, 0, 1, AF_PACKET),
            instruction(MOVE, 0, 0, 0, NEXT),
            instruction(EXIT, 0, 0, 0, 0)
        });
    }

    /// An array of AF_XDP sockets by queue. @return a file descriptor, or `-errno`
    static int socketMap(int entries) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, XSKMAP);
            a.set(JAVA_INT, 4, Integer.BYTES);
            a.set(JAVA_INT, 8, Integer.BYTES);
            a.set(JAVA_INT, 12, entries);
            return (int) Sys.syscall(NUMBER, MAP_CREATE, a);
        }
    }

    /// @return 0, or `-errno`
    static int put(int map, int key, int value) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, map);
            a.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_INT, key).address());
            a.set(JAVA_LONG, 16, arena.allocateFrom(JAVA_INT, value).address());
            return (int) Sys.syscall(NUMBER, MAP_UPDATE, a);
        }
    }

    /// @return 0, or `-errno`: ENOENT when it is not there
    static int remove(int map, int key) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, map);
            a.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_INT, key).address());
            return (int) Sys.syscall(NUMBER, MAP_DELETE, a);
        }
    }

    /// Redirects frames to the socket of their queue; where there is none, the kernel gets them.
    ///
    /// @return a file descriptor, or `-errno`
    static int loadRedirect(int socketMap) {
        return load(XDP, new long[] {
            instruction(LOAD_4, 2, 1, XDP_MD_QUEUE, 0),
            instruction(LOAD_MAP, 1, 1, 0, socketMap),
            0, // the upper half of the constant
            instruction(MOVE, 3, 0, 0, XDP_PASS),
            instruction(CALL, 0, 0, 0, REDIRECT_MAP),
            instruction(EXIT, 0, 0, 0, 0)
        });
    }

    /// Attaches a program to a device until the returned descriptor is closed, also by the end of the process.
    ///
    /// @param mode [#XDP_NATIVE] or [#XDP_GENERIC]
    /// @return a file descriptor, or `-errno`: EOPNOTSUPP from drivers without native XDP
    static int linkXdp(int program, int index, int mode) {
        return link(program, index, XDP_ATTACH, mode);
    }

    /// Attaches a program to a device until the returned descriptor is closed, also by the end of the process.
    ///
    /// @return a file descriptor, or `-errno`: EINVAL from kernels before 6.6
    static int link(int program, int index, int attachType) {
        return link(program, index, attachType, BEFORE_ALL_OTHERS);
    }

    private static int link(int program, int index, int attachType, int flags) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, program);
            a.set(JAVA_INT, 4, index);
            a.set(JAVA_INT, 8, attachType);
            a.set(JAVA_INT, 12, flags);
            return (int) Sys.syscall(NUMBER, LINK_CREATE, a);
        }
    }

    private static int load(int type, long[] instructions) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, type);
            a.set(JAVA_INT, 4, instructions.length);
            a.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_LONG, instructions).address());
            a.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
            return (int) Sys.syscall(NUMBER, PROG_LOAD, a);
        }
    }

    /// A little-endian `struct bpf_insn`.
    private static long instruction(int code, int to, int from, int offset, int immediate) {
        return code | to << 8 | from << 12 | (long) offset << 16 | (long) immediate << 32;
    }
}

package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/// Small classifier programs for the kernel, bpf(2): instructions are written out as the kernel's documentation
/// `bpf/standardization/instruction-set` encodes them.
final class Bpf {
    static final int TCX_INGRESS = 46;
    static final int TCX_EGRESS = 47;

    private static final int PROG_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int SCHED_CLS = 3;
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
        return load(new long[] {instruction(MOVE, 0, 0, 0, DROP), instruction(EXIT, 0, 0, 0, 0)});
    }

    /// Drops everything but what a packet socket sent. @return a file descriptor, or `-errno`
    static int loadDropAllButPacketSockets() {
        return load(new long[] {
            instruction(MOVE, 0, 0, 0, DROP),
            instruction(LOAD_8, 2, 1, SK_BUFF_SOCKET, 0),
            instruction(JUMP_EQUAL, 2, 0, 3, 0),
            instruction(LOAD_4, 2, 2, SOCKET_FAMILY, 0),
            instruction(JUMP_NOT_EQUAL, 2, 0, 1, AF_PACKET),
            instruction(MOVE, 0, 0, 0, NEXT),
            instruction(EXIT, 0, 0, 0, 0)
        });
    }

    /// Attaches a program to a device until the returned descriptor is closed, also by the end of the process.
    ///
    /// @return a file descriptor, or `-errno`: EINVAL from kernels before 6.6
    static int link(int program, int index, int attachType) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, program);
            a.set(JAVA_INT, 4, index);
            a.set(JAVA_INT, 8, attachType);
            a.set(JAVA_INT, 12, BEFORE_ALL_OTHERS);
            return (int) Sys.syscall(NUMBER, LINK_CREATE, a);
        }
    }

    private static int load(long[] instructions) {
        try (var arena = Arena.ofConfined()) {
            var a = arena.allocate(ATTRIBUTES, 8);
            a.set(JAVA_INT, 0, SCHED_CLS);
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

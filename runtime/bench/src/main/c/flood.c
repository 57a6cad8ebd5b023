/* flood DEVICE BYTES ROUTER-MAC: an XDP source. The kernel makes frames and hands them to the device as an XDP program on
 * another one would redirect them (BPF_PROG_TEST_RUN with BPF_F_TEST_XDP_LIVE_FRAMES): faster than any socket sends.
 * Destinations are random in 2a00::/16. Until SIGTERM; the device's peer must have NAPI, as pass.c gives it. */
#include <linux/bpf.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define AT_ONCE (1 << 16)
#define BATCH 64
#define HOP_LIMIT 64

static int bpf(int command, union bpf_attr *a) { return syscall(SYS_bpf, command, a, sizeof *a); }

static struct bpf_insn insn(int code, int to, int from, int offset, int immediate) {
    return (struct bpf_insn){.code = code, .dst_reg = to, .src_reg = from, .off = offset, .imm = immediate};
}

int main(int count, char **words) {
    if (count != 4) return fprintf(stderr, "usage: flood DEVICE BYTES ROUTER-MAC\n"), 2;
    int index = if_nametoindex(words[1]), bytes = atoi(words[2]);
    if (!index || bytes < 62 || bytes > 3000) return fprintf(stderr, "no such device, or no such length\n"), 2;
    uint8_t frame[3000] = {0};
    unsigned mac[6];
    if (sscanf(words[3], "%x:%x:%x:%x:%x:%x", mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5) != 6)
        return fprintf(stderr, "no MAC: %s\n", words[3]), 2;
    for (int i = 0; i < 6; i++) frame[i] = mac[i];
    int first;
    memcpy(&first, frame, 4);
    /* Frames come again as the last router has left them, so what routers change is written each time. */
    struct bpf_insn program[] = {
        insn(BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0),
        insn(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_prandom_u32),
        insn(BPF_LDX | BPF_MEM | BPF_W, 2, 6, 0, 0),
        insn(BPF_LDX | BPF_MEM | BPF_W, 3, 6, 4, 0),
        insn(BPF_ALU64 | BPF_MOV | BPF_X, 4, 2, 0, 0),
        insn(BPF_ALU64 | BPF_ADD | BPF_K, 4, 0, 0, 54),
        insn(BPF_JMP | BPF_JGT | BPF_X, 4, 3, 4, 0),
        insn(BPF_STX | BPF_MEM | BPF_W, 2, 0, 40, 0), /* bits 16 to 47 of the destination */
        insn(BPF_ST | BPF_MEM | BPF_W, 2, 0, 0, first),
        insn(BPF_ST | BPF_MEM | BPF_H, 2, 0, 4, frame[4] | frame[5] << 8),
        insn(BPF_ST | BPF_MEM | BPF_B, 2, 0, 21, HOP_LIMIT),
        insn(BPF_ALU64 | BPF_MOV | BPF_K, 1, 0, 0, index),
        insn(BPF_ALU64 | BPF_MOV | BPF_K, 2, 0, 0, 0),
        insn(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_redirect),
        insn(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
    };
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_XDP, .insn_cnt = sizeof program / sizeof *program,
                           .insns = (uintptr_t)program, .license = (uintptr_t) "GPL"};
    int fd = bpf(BPF_PROG_LOAD, &load);
    if (fd < 0) return perror("load the program"), 1;
    memcpy(frame + 6, "\x02\0\0\0\0\x03\x86\xdd\x60\0\0\0", 12);
    frame[18] = (bytes - 54) >> 8, frame[19] = bytes - 54, frame[20] = 17, frame[21] = HOP_LIMIT;
    memcpy(frame + 22, "\x20\x01\x0d\xb8\0\x01\0\0\0\0\0\0\0\0\0\x02\x2a", 17);
    frame[53] = 1;
    memcpy(frame + 54, "\x04\0\x04\0", 4);
    frame[58] = frame[18], frame[59] = frame[19], frame[60] = 1; /* a checksum that nobody on the way looks at */
    for (;;) {
        union bpf_attr run = {0};
        run.test.prog_fd = fd, run.test.data_in = (uintptr_t)frame, run.test.data_size_in = bytes;
        run.test.repeat = AT_ONCE, run.test.flags = BPF_F_TEST_XDP_LIVE_FRAMES, run.test.batch_size = BATCH;
        if (bpf(BPF_PROG_TEST_RUN, &run) < 0) return perror("run the program"), 1;
    }
}

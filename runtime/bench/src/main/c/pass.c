/* pass DEVICE: an XDP program on a veth that lets everything pass, so that the device has NAPI and receives redirected frames.
 * Prints "ready"; until SIGTERM. */
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bpf(int command, union bpf_attr *a) { return syscall(SYS_bpf, command, a, sizeof *a); }

int main(int count, char **words) {
    if (count != 2) return fprintf(stderr, "usage: pass DEVICE\n"), 2;
    struct bpf_insn program[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = XDP_PASS},
                                 {.code = BPF_JMP | BPF_EXIT}};
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_XDP, .insn_cnt = 2, .insns = (uintptr_t)program,
                           .license = (uintptr_t) "GPL"};
    int fd = bpf(BPF_PROG_LOAD, &load);
    if (fd < 0) return perror("load the program"), 1;
    union bpf_attr link = {0};
    link.link_create.prog_fd = fd, link.link_create.target_ifindex = if_nametoindex(words[1]);
    link.link_create.attach_type = BPF_XDP, link.link_create.flags = XDP_FLAGS_DRV_MODE;
    if (bpf(BPF_LINK_CREATE, &link) < 0) return perror("attach the program"), 1;
    printf("ready\n");
    fflush(stdout);
    pause();
    return 0;
}

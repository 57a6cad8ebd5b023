/* forwarder_xdp IN OUT NEXT-MAC ROUTES: what C can do with the system calls of the driver xdp: native AF_XDP on both devices with
 * one memory, so that a frame leaves from where it came in. Otherwise as forwarder.c. Prints "ready"; until SIGTERM. */
#define _GNU_SOURCE
#include "forward.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/if_xdp.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define FRAME 2048
#define FRAMES (1 << 15)
#define RECEIVING 16384 /* as the driver: rings RX and FILL, TX, COMPLETION */
#define SENDING 2048
#define SENT 4096
#define BURST 64
#define MAX_TX_SKB_BUDGET 9

struct ring {
    uint32_t *producer, *consumer, *flags, at, size;
    void *entries;
};

struct side {
    int fd;
    struct ring rx, tx, fill, completion;
};

static uint8_t *memory;
static uint64_t spare[FRAMES];
static int spares;

static int bpf(int command, union bpf_attr *a) { return syscall(SYS_bpf, command, a, sizeof *a); }

static void must(int result, const char *what) {
    if (result < 0) perror(what), exit(1);
}

static struct ring map(int fd, uint64_t at, struct xdp_ring_offset *offset, uint32_t size, size_t entry) {
    char *base = mmap(NULL, offset->desc + size * entry, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, at);
    if (base == MAP_FAILED) perror("map a ring"), exit(1);
    return (struct ring){(void *)(base + offset->producer), (void *)(base + offset->consumer),
                         (void *)(base + offset->flags), 0, size, base + offset->desc};
}

static struct side open_side(const char *device, int with) {
    struct side side = {.fd = socket(AF_XDP, SOCK_RAW, 0)};
    struct xdp_umem_reg umem = {.addr = (uintptr_t)memory, .len = (uint64_t)FRAMES * FRAME, .chunk_size = FRAME};
    int budget = 256, buffer = 1 << 24;
    must(side.fd, "open an AF_XDP socket");
    if (with < 0) must(setsockopt(side.fd, SOL_XDP, XDP_UMEM_REG, &umem, sizeof umem), "register memory");
    int rings[][2] = {{XDP_UMEM_FILL_RING, RECEIVING}, {XDP_UMEM_COMPLETION_RING, SENT}, {XDP_RX_RING, RECEIVING}, {XDP_TX_RING, SENDING}};
    for (int i = 0; i < 4; i++) must(setsockopt(side.fd, SOL_XDP, rings[i][0], &rings[i][1], sizeof(int)), "make a ring");
    struct xdp_mmap_offsets offsets;
    socklen_t length = sizeof offsets;
    must(getsockopt(side.fd, SOL_XDP, XDP_MMAP_OFFSETS, &offsets, &length), "ask for offsets");
    side.rx = map(side.fd, XDP_PGOFF_RX_RING, &offsets.rx, RECEIVING, sizeof(struct xdp_desc));
    side.tx = map(side.fd, XDP_PGOFF_TX_RING, &offsets.tx, SENDING, sizeof(struct xdp_desc));
    side.fill = map(side.fd, XDP_UMEM_PGOFF_FILL_RING, &offsets.fr, RECEIVING, sizeof(uint64_t));
    side.completion = map(side.fd, XDP_UMEM_PGOFF_COMPLETION_RING, &offsets.cr, SENT, sizeof(uint64_t));
    struct sockaddr_xdp to = {.sxdp_family = AF_XDP, .sxdp_ifindex = if_nametoindex(device),
                              .sxdp_flags = with < 0 ? XDP_USE_NEED_WAKEUP : XDP_SHARED_UMEM,
                              .sxdp_shared_umem_fd = with < 0 ? 0 : with};
    must(bind(side.fd, (struct sockaddr *)&to, sizeof to), "bind");
    setsockopt(side.fd, SOL_XDP, MAX_TX_SKB_BUDGET, &budget, sizeof budget);
    setsockopt(side.fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
    return side;
}

static void redirect(const char *device, int socket) {
    union bpf_attr make = {.map_type = BPF_MAP_TYPE_XSKMAP, .key_size = 4, .value_size = 4, .max_entries = 1};
    int map = bpf(BPF_MAP_CREATE, &make), zero = 0;
    must(map, "make a map");
    union bpf_attr put = {.map_fd = map, .key = (uintptr_t)&zero, .value = (uintptr_t)&socket};
    must(bpf(BPF_MAP_UPDATE_ELEM, &put), "put the socket into the map");
    struct bpf_insn program[] = {
        {.code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 2, .src_reg = 1, .off = 16},
        {.code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = map},
        {0},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = XDP_PASS},
        {.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_redirect_map},
        {.code = BPF_JMP | BPF_EXIT},
    };
    union bpf_attr load = {.prog_type = BPF_PROG_TYPE_XDP, .insn_cnt = sizeof program / sizeof *program,
                           .insns = (uintptr_t)program, .license = (uintptr_t) "GPL"};
    int loaded = bpf(BPF_PROG_LOAD, &load);
    must(loaded, "load the program");
    union bpf_attr link = {0};
    link.link_create.prog_fd = loaded, link.link_create.target_ifindex = if_nametoindex(device);
    link.link_create.attach_type = BPF_XDP, link.link_create.flags = XDP_FLAGS_DRV_MODE;
    must(bpf(BPF_LINK_CREATE, &link), "attach the program");
}

static uint32_t ready(struct ring *ring) { return __atomic_load_n(ring->producer, __ATOMIC_ACQUIRE) - ring->at; }
static uint32_t left(struct ring *ring) { return ring->size - (ring->at - __atomic_load_n(ring->consumer, __ATOMIC_ACQUIRE)); }
static int asleep(struct ring *ring) { return __atomic_load_n(ring->flags, __ATOMIC_RELAXED) & XDP_RING_NEED_WAKEUP; }

static void refill(struct side *in) {
    uint32_t n = left(&in->fill);
    if (n > (uint32_t)spares) n = spares;
    for (uint32_t i = 0; i < n; i++) ((uint64_t *)in->fill.entries)[in->fill.at++ & (in->fill.size - 1)] = spare[--spares];
    __atomic_store_n(in->fill.producer, in->fill.at, __ATOMIC_RELEASE);
}

static void reclaim(struct side *out) {
    for (uint32_t n = ready(&out->completion); n > 0; n--)
        spare[spares++] = ((uint64_t *)out->completion.entries)[out->completion.at++ & (out->completion.size - 1)] & -(uint64_t)FRAME;
    __atomic_store_n(out->completion.consumer, out->completion.at, __ATOMIC_RELEASE);
}

int main(int count, char **words) {
    if (count != 5) return fprintf(stderr, "usage: forwarder_xdp IN OUT NEXT-MAC ROUTES\n"), 2;
    uint8_t next[6], own[6], source[6];
    mac(words[3], next), device_mac(words[1], own), device_mac(words[2], source);
    load(words[4]);
    memory = mmap(NULL, (size_t)FRAMES * FRAME, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    for (spares = 0; spares < FRAMES; spares++) spare[spares] = (uint64_t)spares * FRAME;
    struct side in = open_side(words[1], -1), out = open_side(words[2], in.fd);
    refill(&in);
    redirect(words[1], in.fd);
    redirect(words[2], out.fd); /* a veth takes redirected frames with NAPI only */
    printf("ready\n");
    fflush(stdout);
    for (uint32_t idle = 0;;) {
        uint32_t taken = ready(&in.rx), sending = 0;
        if (taken > BURST) taken = BURST;
        if (taken > left(&out.tx)) taken = left(&out.tx);
        for (uint32_t i = 0; i < taken; i++) {
            struct xdp_desc *from = &((struct xdp_desc *)in.rx.entries)[in.rx.at++ & (in.rx.size - 1)];
            if (forward(memory + from->addr, from->len, own, source, next)) {
                struct xdp_desc *to = &((struct xdp_desc *)out.tx.entries)[out.tx.at++ & (out.tx.size - 1)];
                to->addr = from->addr, to->len = from->len, to->options = 0;
                sending++;
            } else {
                spare[spares++] = from->addr & -(uint64_t)FRAME;
            }
        }
        __atomic_store_n(in.rx.consumer, in.rx.at, __ATOMIC_RELEASE);
        __atomic_store_n(out.tx.producer, out.tx.at, __ATOMIC_RELEASE);
        while (sending && left(&out.tx) < out.tx.size && asleep(&out.tx)) {
            if (sendto(out.fd, NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 && errno != EAGAIN && errno != EBUSY && errno != ENOBUFS)
                break;
            reclaim(&out);
        }
        reclaim(&out);
        if (left(&in.fill) >= BURST) refill(&in);
        if (asleep(&in.fill)) recvfrom(in.fd, NULL, 0, MSG_DONTWAIT, NULL, NULL);
        idle = taken ? 0 : idle + 1;
        if (idle > BURST) {
            struct pollfd wait = {.fd = in.fd, .events = POLLIN};
            poll(&wait, 1, 20);
        }
    }
}

/* forwarder IN OUT NEXT-MAC ROUTES: what C can do with the system calls of the driver packet: a TPACKET_V2 ring, a longest
 * match over the prefixes of a file, hop limit and MACs, and sendmmsg(2) straight from the ring. One direction; nothing else that a
 * router does: no addresses of its own, no counters by link, no errors, no fragments. Prints "ready"; until SIGTERM. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLOT 2048
#define RING (1 << 25)
#define BURST 64
#define ROOT (1 << 16)

/* A trie: 16 bits, then 8 a step. A cell is 0, a value (odd), or an index of 256 cells (even). */
static uint32_t *cells;
static uint32_t used = ROOT, room = 1 << 22;

static uint32_t node(uint32_t value) {
    if (used + 256 > room) {
        room *= 2;
        cells = realloc(cells, room * sizeof *cells);
    }
    for (int i = 0; i < 256; i++) cells[used + i] = value;
    used += 256;
    return used - 256;
}

/* Prefixes come shorter ones first. */
static void insert(const uint8_t *address, int length, uint32_t value) {
    uint32_t base = 0, at = address[0] << 8 | address[1];
    int depth = 16;
    while (length > depth) {
        if (!cells[base + at] || cells[base + at] & 1) {
            uint32_t fresh = node(cells[base + at]);
            cells[base + at] = fresh;
        }
        base = cells[base + at];
        at = address[depth / 8];
        depth += 8;
    }
    for (uint32_t i = 0; i < 1u << (depth - length); i++) cells[base + at + i] = value << 1 | 1;
}

static uint32_t lookup(const uint8_t *address) {
    uint32_t cell = cells[address[0] << 8 | address[1]];
    for (int depth = 16; cell && !(cell & 1); depth += 8) cell = cells[cell + address[depth / 8]];
    return cell >> 1;
}

struct route {
    uint8_t address[16];
    int length;
};

static int shorter(const void *a, const void *b) { return ((struct route *)a)->length - ((struct route *)b)->length; }

static void load(const char *file) {
    cells = calloc(room, sizeof *cells);
    struct route *routes = NULL;
    int count = 0;
    char line[256], text[64];
    FILE *in = fopen(file, "r");
    if (!in) perror(file), exit(1);
    while (fgets(line, sizeof line, in)) {
        routes = realloc(routes, (count + 1) * sizeof *routes);
        if (sscanf(line, "%63[^/]/%d", text, &routes[count].length) == 2 &&
            inet_pton(AF_INET6, text, routes[count].address) == 1)
            count++;
    }
    fclose(in);
    qsort(routes, count, sizeof *routes, shorter);
    for (int i = 0; i < count; i++) insert(routes[i].address, routes[i].length, i + 1);
    free(routes);
}

static int option(int fd, int name, int value) { return setsockopt(fd, SOL_PACKET, name, &value, sizeof value); }

static int packet_socket(int index, int protocol, uint8_t **ring) {
    int fd = socket(AF_PACKET, SOCK_RAW, 0), buffer = 1 << 24;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
    if (ring) {
        struct tpacket_req request = {1 << 18, RING >> 18, SLOT, RING / SLOT};
        option(fd, PACKET_VERSION, TPACKET_V2);
        option(fd, PACKET_VNET_HDR, 1);
        option(fd, PACKET_IGNORE_OUTGOING, 1);
        if (setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request)) perror("ring"), exit(1);
        *ring = mmap(NULL, RING, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    } else {
        option(fd, PACKET_QDISC_BYPASS, 1);
    }
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(protocol), .sll_ifindex = index};
    if (bind(fd, (struct sockaddr *)&to, sizeof to)) perror("bind"), exit(1);
    return fd;
}

static int forward(uint8_t *frame, uint32_t length, const uint8_t *own, const uint8_t *source, const uint8_t *next) {
    if (length < 54 || memcmp(frame, own, 6) || frame[12] != 0x86 || frame[13] != 0xdd || frame[14] >> 4 != 6) return 0;
    if ((uint32_t)(frame[18] << 8 | frame[19]) > length - 54 || frame[21] <= 1 || frame[38] == 0xff) return 0;
    if (!lookup(frame + 38)) return 0;
    frame[21]--;
    memcpy(frame, next, 6);
    memcpy(frame + 6, source, 6);
    return 1;
}

int main(int count, char **words) {
    if (count != 5) return fprintf(stderr, "usage: forwarder IN OUT NEXT-MAC ROUTES\n"), 2;
    uint8_t next[6], *ring;
    unsigned mac[6];
    if (sscanf(words[3], "%x:%x:%x:%x:%x:%x", mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5) != 6) return 2;
    for (int i = 0; i < 6; i++) next[i] = mac[i];
    load(words[4]);
    int in = packet_socket(if_nametoindex(words[1]), ETH_P_ALL, &ring);
    int out = packet_socket(if_nametoindex(words[2]), 0, NULL);
    struct ifreq own = {0}, source = {0};
    strncpy(own.ifr_name, words[1], IFNAMSIZ - 1), strncpy(source.ifr_name, words[2], IFNAMSIZ - 1);
    ioctl(in, SIOCGIFHWADDR, &own), ioctl(out, SIOCGIFHWADDR, &source);
    struct mmsghdr messages[BURST] = {0};
    struct iovec vectors[BURST];
    for (int i = 0; i < BURST; i++) messages[i].msg_hdr = (struct msghdr){.msg_iov = vectors + i, .msg_iovlen = 1};
    printf("ready\n");
    fflush(stdout);
    uint32_t slot = 0, slots = RING / SLOT, idle = 0;
    for (;;) {
        int taken = 0, sending = 0;
        for (; taken < BURST; taken++) {
            uint8_t *at = ring + (size_t)((slot + taken) % slots) * SLOT;
            struct tpacket2_hdr *header = (void *)at;
            if (!(__atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) break;
            uint8_t *frame = at + header->tp_mac;
            if (forward(frame, header->tp_snaplen, (uint8_t *)own.ifr_hwaddr.sa_data,
                        (uint8_t *)source.ifr_hwaddr.sa_data, next)) {
                vectors[sending].iov_base = frame;
                vectors[sending++].iov_len = header->tp_snaplen;
            }
        }
        for (int sent = 0, n; sent < sending; sent += n)
            if ((n = sendmmsg(out, messages + sent, sending - sent, MSG_DONTWAIT)) < 0) {
                if (errno != EAGAIN && errno != ENOBUFS && errno != EINTR) break;
                n = 0;
            }
        for (int i = 0; i < taken; i++, slot = (slot + 1) % slots)
            __atomic_store_n(&((struct tpacket2_hdr *)(ring + (size_t)slot * SLOT))->tp_status, 0, __ATOMIC_RELEASE);
        idle = taken ? 0 : idle + 1;
        if (idle > BURST) {
            struct pollfd wait = {.fd = in, .events = POLLIN};
            poll(&wait, 1, 20);
        }
    }
}

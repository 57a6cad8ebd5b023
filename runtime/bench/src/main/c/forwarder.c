/* forwarder IN OUT NEXT-MAC ROUTES: what C can do with the system calls of the driver packet: a TPACKET_V2 ring as large, a longest
 * match over the prefixes of a file, hop limit and MACs, and sendmmsg(2) straight from the ring. One direction; nothing else that a
 * router does: no addresses of its own, no counters by link, no errors, no fragments. Prints "ready"; until SIGTERM. */
#define _GNU_SOURCE
#include "forward.h"

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <sys/mman.h>

#define SLOT 2048
#define RING (1 << 26)
#define BURST 64

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

int main(int count, char **words) {
    if (count != 5) return fprintf(stderr, "usage: forwarder IN OUT NEXT-MAC ROUTES\n"), 2;
    uint8_t next[6], own[6], source[6], *ring;
    mac(words[3], next), device_mac(words[1], own), device_mac(words[2], source);
    load(words[4]);
    int in = packet_socket(if_nametoindex(words[1]), ETH_P_ALL, &ring);
    int out = packet_socket(if_nametoindex(words[2]), 0, NULL);
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
            if (forward(frame, header->tp_snaplen, own, source, next)) {
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

/* What the forwarders share: a longest match over the prefixes of a file, and what a bare router does to a packet. */
#include <arpa/inet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

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

static int forward(uint8_t *frame, uint32_t length, const uint8_t *own, const uint8_t *source, const uint8_t *next) {
    if (length < 54 || memcmp(frame, own, 6) || frame[12] != 0x86 || frame[13] != 0xdd || frame[14] >> 4 != 6) return 0;
    if ((uint32_t)(frame[18] << 8 | frame[19]) > length - 54 || frame[21] <= 1 || frame[38] == 0xff) return 0;
    if (!lookup(frame + 38)) return 0;
    frame[21]--;
    memcpy(frame, next, 6);
    memcpy(frame + 6, source, 6);
    return 1;
}

static void mac(const char *text, uint8_t *into) {
    unsigned byte[6];
    if (sscanf(text, "%x:%x:%x:%x:%x:%x", byte, byte + 1, byte + 2, byte + 3, byte + 4, byte + 5) != 6)
        fprintf(stderr, "no MAC: %s\n", text), exit(2);
    for (int i = 0; i < 6; i++) into[i] = byte[i];
}

static void device_mac(const char *device, uint8_t *into) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    int fd = socket(AF_INET6, SOCK_DGRAM, 0);
    if (ioctl(fd, SIOCGIFHWADDR, &request)) perror(device), exit(1);
    close(fd);
    memcpy(into, request.ifr_hwaddr.sa_data, 6);
}

/* dpdk_fib PREFIXES: lookups a second of DPDK's rte_lpm6 and rte_fib6 with the prefixes of a file, in bursts of 64 random
 * addresses of theirs. Prints a line for each: name, lookups a second, bytes. */
#include <arpa/inet.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_fib6.h>
#include <rte_lpm6.h>
#include <rte_malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST (1 << 21)
#define PROBES (1 << 16)
#define BURST 64
#define ROUNDS 32
#define TABLES (1 << 19) /* of 256 entries, reserved; few prefixes share none */

static uint8_t (*addresses)[16], (*probes)[16];
static int *lengths, count;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void load(const char *file) {
    char line[256], text[64];
    FILE *in = fopen(file, "r");
    if (!in) perror(file), exit(1);
    addresses = malloc(MOST * 16), lengths = malloc(MOST * sizeof *lengths), probes = malloc(PROBES * 16);
    while (count < MOST && fgets(line, sizeof line, in))
        if (sscanf(line, "%63[^/]/%d", text, &lengths[count]) == 2 && inet_pton(AF_INET6, text, addresses[count]) == 1) count++;
    fclose(in);
    srandom(1);
    for (int i = 0; i < PROBES; i++) {
        int of = random() % count;
        for (int bit = 0; bit < 128; bit++) {
            int set = bit < lengths[of] ? addresses[of][bit / 8] >> (7 - bit % 8) & 1 : random() & 1;
            probes[i][bit / 8] = probes[i][bit / 8] << 1 | set;
        }
    }
}

static int tables(void) { return 4 * count < TABLES ? 4 * count : TABLES; }

static size_t used(void) {
    struct rte_malloc_socket_stats stats;
    return rte_malloc_get_socket_stats(0, &stats) ? 0 : stats.heap_allocsz_bytes;
}

static void lpm(void) {
    struct rte_lpm6_config config = {.max_rules = count + 1, .number_tbl8s = tables()};
    struct rte_lpm6 *table = rte_lpm6_create("lpm", 0, &config);
    if (!table) fprintf(stderr, "rte_lpm6: %s\n", rte_strerror(rte_errno)), exit(1);
    for (int i = 0; i < count; i++)
        if (rte_lpm6_add(table, addresses[i], lengths[i], i & 0xfffff)) fprintf(stderr, "rte_lpm6 is full\n"), exit(1);
    int32_t hops[BURST];
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double began = seconds();
        for (int i = 0; i < PROBES; i += BURST) rte_lpm6_lookup_bulk_func(table, probes + i, hops, BURST);
        if (seconds() - began < best) best = seconds() - began;
    }
    printf("rte_lpm6 %.0f %zu\n", PROBES / best, used());
    rte_lpm6_free(table);
}

static void fib(void) {
    struct rte_fib6_conf config = {.type = RTE_FIB6_TRIE, .default_nh = 0, .max_routes = count + 1};
    config.trie.nh_sz = RTE_FIB6_TRIE_4B, config.trie.num_tbl8 = tables();
    struct rte_fib6 *table = rte_fib6_create("fib", 0, &config);
    if (!table) fprintf(stderr, "rte_fib6: %s\n", rte_strerror(rte_errno)), exit(1);
    for (int i = 0; i < count; i++)
        if (rte_fib6_add(table, addresses[i], lengths[i], i + 1)) fprintf(stderr, "rte_fib6 is full\n"), exit(1);
    uint64_t hops[BURST];
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double began = seconds();
        for (int i = 0; i < PROBES; i += BURST) rte_fib6_lookup_bulk(table, probes + i, hops, BURST);
        if (seconds() - began < best) best = seconds() - began;
    }
    printf("rte_fib6 %.0f %zu\n", PROBES / best, used());
    rte_fib6_free(table);
}

int main(int words, char **word) {
    if (words != 2) return fprintf(stderr, "usage: dpdk_fib PREFIXES\n"), 2;
    char *eal[] = {word[0], "--no-huge", "-m", "2048", "--no-pci", "--no-telemetry", "--no-shconf", "--log-level=1", "-l", "0"};
    if (rte_eal_init(sizeof eal / sizeof *eal, eal) < 0) return fprintf(stderr, "no EAL\n"), 1;
    load(word[1]);
    lpm();
    fib();
    return 0;
}

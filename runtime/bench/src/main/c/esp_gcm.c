// esp_gcm BYTES MILLIS    AES-128-GCM of ESP by OpenSSL's EVP: eight octets of additional data and a nonce that counts, the
// key set once. Prints how many packets it has sealed and in how many nanoseconds of its thread.
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 65536, BATCH = 256 };

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int seal(EVP_CIPHER_CTX *c, uint64_t number, const uint8_t *in, int bytes, uint8_t *out) {
    static uint8_t nonce[12] = {1, 2, 3, 4};
    uint8_t additional[8] = {0, 0, 1, 0};
    int length;
    for (int i = 0; i < 8; i++) {
        nonce[4 + i] = number >> (56 - 8 * i);
    }
    memcpy(additional + 4, nonce + 8, 4);
    return EVP_EncryptInit_ex(c, NULL, NULL, NULL, nonce)
        && EVP_EncryptUpdate(c, NULL, &length, additional, sizeof additional)
        && EVP_EncryptUpdate(c, out, &length, in, bytes)
        && EVP_EncryptFinal_ex(c, out + length, &length)
        && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, 16, out + bytes);
}

int main(int count, char **words) {
    static uint8_t in[MOST], out[MOST + 16], key[16] = {7};
    int bytes = count == 3 ? atoi(words[1]) : 0;
    if (bytes < 1 || bytes > MOST) {
        fprintf(stderr, "usage: esp_gcm BYTES MILLIS\n");
        return 2;
    }
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    if (!c || !EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, NULL)) {
        return 1;
    }
    uint64_t packets = 0;
    long long begin = now(), end = begin + atoll(words[2]) * 1000000LL, at;
    do {
        for (int i = 0; i < BATCH; i++) {
            if (!seal(c, ++packets, in, bytes, out)) {
                return 1;
            }
        }
        at = now();
    } while (at < end);
    printf("%llu %lld\n", (unsigned long long) packets, at - begin);
    return 0;
}

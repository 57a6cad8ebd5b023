package inaba.fib.hash;

import java.util.random.RandomGenerator;

/// The key of the hash: the product of both halves of an address, each disturbed by a secret number, folded to 64 bits
/// (the `mum` of Wang Yi's wyhash).
record Secret(long first, long second) {
    static Secret random(RandomGenerator random) {
        return new Secret(random.nextLong(), random.nextLong());
    }

    long hash(long high, long low) {
        long a = high ^ first;
        long b = low ^ second;
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}

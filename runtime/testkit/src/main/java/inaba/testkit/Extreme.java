package inaba.testkit;

import java.util.Random;
import java.util.random.RandomGenerator;

/// Draws numbers from the ends of their ranges, so that random delays are as short or as long as they can be; bytes and
/// numbers without a bound stay random.
public enum Extreme implements RandomGenerator {
    SHORTEST,
    LONGEST;

    private final Random unbounded = new Random(7);

    @Override
    public long nextLong() {
        return unbounded.nextLong();
    }

    @Override
    public int nextInt(int bound) {
        return this == SHORTEST ? 0 : bound - 1;
    }

    @Override
    public int nextInt(int origin, int bound) {
        return this == SHORTEST ? origin : bound - 1;
    }

    @Override
    public long nextLong(long bound) {
        return this == SHORTEST ? 0 : bound - 1;
    }

    @Override
    public long nextLong(long origin, long bound) {
        return this == SHORTEST ? origin : bound - 1;
    }

    @Override
    public double nextDouble() {
        return this == SHORTEST ? 0 : Math.nextDown(1.0);
    }
}

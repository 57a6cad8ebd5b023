package inaba.api.counter;

/// A number that only grows. Adding is safe on any thread and does not allocate.
public interface Counter {
    void add(long n);

    long value();
}

package inaba.xfrm.core;

/// What [Places] finds by an address and a number.
abstract class Keyed {
    final long high;
    final long low;
    final long number;

    Keyed(long high, long low, long number) {
        this.high = high;
        this.low = low;
        this.number = number;
    }

    final boolean is(long ofHigh, long ofLow, long ofNumber) {
        return number == ofNumber && low == ofLow && high == ofHigh;
    }

    final boolean isAs(Keyed other) {
        return is(other.high, other.low, other.number);
    }
}

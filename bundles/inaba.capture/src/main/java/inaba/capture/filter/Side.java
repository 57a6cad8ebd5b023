package inaba.capture.filter;

/// Which end of a packet a word is about.
enum Side {
    SOURCE,
    DESTINATION,
    EITHER;

    boolean source() {
        return this != DESTINATION;
    }

    boolean destination() {
        return this != SOURCE;
    }
}

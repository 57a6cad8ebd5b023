package inaba.capture.filter;

import java.lang.foreign.MemorySegment;

/// Says whether a frame is wanted. Called on the workers: allocates nothing, and never fails, whatever the frame holds.
@FunctionalInterface
public interface Filter {
    /// The filter that wants every frame.
    Filter ALL = (_, _, _) -> true;

    /// @param at where in `frame` the Ethernet header is
    boolean matches(MemorySegment frame, long at, int length);

    /// Reads an expression; an empty one wants every frame.
    ///
    /// @throws IllegalArgumentException saying what was expected, and where
    static Filter parse(String expression) {
        return new Parser(expression).parse();
    }

    default Filter and(Filter other) {
        return (frame, at, length) -> matches(frame, at, length) && other.matches(frame, at, length);
    }

    default Filter or(Filter other) {
        return (frame, at, length) -> matches(frame, at, length) || other.matches(frame, at, length);
    }

    default Filter not() {
        return (frame, at, length) -> !matches(frame, at, length);
    }
}

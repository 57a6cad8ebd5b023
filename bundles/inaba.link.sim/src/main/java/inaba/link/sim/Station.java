package inaba.link.sim;

import java.lang.foreign.MemorySegment;

/// Who is plugged into a wire.
interface Station {
    /// A frame that another station sent. Any thread; the bytes are borrowed until return.
    void arrive(MemorySegment frame, long at, int length);
}

package inaba.api.hook;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ConsumerType;

/// Sees every frame of the links as it comes in or goes out, on the workers. Registered as a service while it is
/// wanted.
@ConsumerType
public interface Tap {
    /// @param frame memory that holds the frame from `at` for `length` bytes; borrowed until return
    /// @param out true for a frame that is sent
    void frame(int link, boolean out, MemorySegment frame, long at, int length);
}

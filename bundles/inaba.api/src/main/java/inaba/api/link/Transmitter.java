package inaba.api.link;

import inaba.api.packet.Packet;
import org.osgi.annotation.versioning.ConsumerType;

/// A way out, used by one thread.
@ConsumerType
public interface Transmitter extends AutoCloseable {
    /// Sends frames `burst[from..to)`. The packets stay the caller's: their bytes are no longer needed on return.
    ///
    /// Waits a short while at most when the device is busy.
    ///
    /// @return how many were taken by the device, counted from `from`; the rest was not sent
    int send(Packet[] burst, int from, int to);

    @Override
    void close();
}

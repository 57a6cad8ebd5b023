package inaba.api.link;

import inaba.wire.MacAddress;
import org.osgi.annotation.versioning.ConsumerType;

/// An open device.
@ConsumerType
public interface Port extends AutoCloseable {
    MacAddress mac();

    /// The largest IP packet it carries, in bytes.
    int mtu();

    /// Frames can pass: the cable is in and the device up.
    boolean carrier();

    /// Receive queues: each is served by one worker. At least 1.
    default int queues() {
        return 1;
    }

    /// The receiver of a queue, always the same one.
    Receiver receiver(int queue);

    /// A new transmitter: each thread that sends has its own.
    Transmitter transmitter();

    /// True when frames carry the kernel's receive stamp, so that two drivers of the same device see the same stamp on
    /// the same frame and can hand over at an instant.
    default boolean stamped() {
        return false;
    }

    /// True when frames come to nobody else on the device: from [Receiver#receive] or a [Receiver#only] without
    /// an end on, until a [Receiver#only] with an end, which ends it at once. Such a driver and another one
    /// hand over without stamps.
    default boolean exclusive() {
        return false;
    }

    /// Lets go of the device: everything is left as it was found. Receivers and transmitters are closed with it.
    @Override
    void close();
}

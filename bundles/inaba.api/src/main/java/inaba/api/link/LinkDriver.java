package inaba.api.link;

import org.osgi.annotation.versioning.ConsumerType;

/// A driver: opens devices of one kind. Registered as a service.
@ConsumerType
public interface LinkDriver {
    /// The word before the colon: `packet` in `lan=packet:eth1`.
    String name();

    /// Takes the device over and opens it. Called off the control loop; may take a while.
    ///
    /// @param listener told, on any thread, when MAC, MTU or carrier changed
    /// @throws LinkException when it cannot, in one sentence that a person can act on
    Port open(String device, PortOptions options, Runnable listener) throws LinkException;
}

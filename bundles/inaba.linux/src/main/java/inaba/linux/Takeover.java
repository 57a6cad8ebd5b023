package inaba.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A network device that the appliance has taken over from the kernel, until [#close].
///
/// While held, the kernel neither hears nor says anything on it over IPv4, IPv6 and ARP, the device is up, and GRO and
/// LRO
/// are off; packet sockets see every frame. Everything is left as it was found: what is to be put back is on disk
/// before
/// anything changes, and after a crash the next start does it with [#restoreLeftovers]. Promiscuity is not changed
/// here: a
/// socket's PACKET_MR_PROMISC membership ends with the socket.
public final class Takeover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final Map<String, Held> HELD = new HashMap<>();

    private final Held held;
    private boolean closed;

    private Takeover(Held held) {
        this.held = held;
    }

    /// Takes a device of the calling thread's network namespace over.
    ///
    /// @param state the appliance's state folder
    /// @param force also when the default route or the person's SSH session goes over the device
    /// @param beside share it if this appliance holds it already; the last to close lets go of it
    /// @throws LinuxException when there is no such Ethernet device, it is held already, or rights are missing
    public static Takeover of(String device, Path state, boolean force, boolean beside) throws IOException {
        synchronized (HELD) {
            try (var netlink = new Netlink()) {
                var found = NetDevice.named(netlink, device);
                if (!found.ethernet()) {
                    throw new LinuxException(device + " is not an Ethernet device");
                }
                var key = Journal.namespaceNow() + found.index();
                var held = HELD.get(key);
                if (held == null) {
                    held = take(netlink, found, key, state, force);
                    HELD.put(key, held);
                } else if (!beside) {
                    throw new LinuxException(device + " is held by this appliance already");
                }
                held.users++;
                return new Takeover(held);
            }
        }
    }

    private static Held take(Netlink netlink, NetDevice device, String key, Path state, boolean force)
            throws IOException {
        var lifeline = force ? null : Lifeline.through(netlink, device);
        if (lifeline != null) {
            throw new LinuxException(lifeline + "; add force to take it nevertheless");
        }
        var lock = DeviceLock.of(device);
        try {
            var journal = journal(netlink, device);
            journal.write(state);
            return new Held(key, state, journal, lock, change(netlink, device, journal, state));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Journal journal(Netlink netlink, NetDevice device) throws IOException {
        return new Journal(
                Journal.bootNow(),
                Journal.namespaceNow(),
                device.index(),
                device.name(),
                System.currentTimeMillis() / 1000,
                device.up(),
                Offloads.of(device.name()),
                Silence.clsactIsThere(netlink, device.index()),
                Found.on(netlink, device.index()));
    }

    private static Silence change(Netlink netlink, NetDevice device, Journal journal, Path state) throws IOException {
        Silence silence = null;
        try {
            silence = Silence.over(device.index());
            Offloads.OFF.applyTo(device.name(), journal.offloads());
            if (!device.up()) {
                NetDevice.setUp(netlink, device.index(), true);
            }
            return silence;
        } catch (IOException | RuntimeException e) {
            putBack(netlink, journal, silence);
            Files.deleteIfExists(journal.file(state));
            throw e;
        }
    }

    /// Puts back what killed appliances left behind below this state folder; devices that are gone, or held by a
    /// process
    /// that is alive, are passed over.
    public static void restoreLeftovers(Path state) throws IOException {
        if (!Sys.available()) {
            return;
        }
        for (var file : Journal.files(state)) {
            try {
                restore(file);
            } catch (IOException e) {
                LOG.warn("what {} says could not be put back", file, e);
            }
        }
    }

    private static void restore(Path file) throws IOException {
        var journal = Journal.read(file);
        if (journal.boot().equals(Journal.bootNow())) {
            if (!journal.namespace().equals(Journal.namespaceNow())) {
                LOG.info("{} was left in another network namespace", journal.name());
                return;
            }
            synchronized (HELD) {
                try (var netlink = new Netlink()) {
                    var device = NetDevice.of(netlink, journal.index());
                    if (device != null && !restore(netlink, device, journal)) {
                        return;
                    }
                }
            }
        }
        Files.deleteIfExists(file);
    }

    /// @return false when a living process holds the device
    private static boolean restore(Netlink netlink, NetDevice device, Journal journal) throws LinuxException {
        try (var lock = DeviceLock.of(device)) {
            putBack(netlink, journal, null);
            LOG.info("{} was given back to the kernel after an appliance was killed", device.name());
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EADDRINUSE) {
                return false;
            }
            throw e;
        }
    }

    /// Each step is tried, whatever became of the one before.
    private static void putBack(Netlink netlink, Journal journal, @Nullable Silence silence) {
        attempt(journal, "offloads", () -> {
            var name = present(netlink, journal).name();
            journal.offloads().applyTo(name, Offloads.of(name));
        });
        if (!journal.up()) {
            attempt(journal, "the state 'down'", () -> NetDevice.setUp(netlink, journal.index(), false));
        }
        long elapsed = System.currentTimeMillis() / 1000 - journal.seconds();
        attempt(journal, "addresses and routes", () -> journal.found().putBack(netlink, journal.index(), elapsed));
        if (silence == null || silence.outlivesUs()) {
            attempt(journal, "packet filters", () -> Silence.lift(netlink, journal.index(), !journal.clsact()));
        }
        if (silence != null) {
            silence.close();
        }
    }

    private static NetDevice present(Netlink netlink, Journal journal) throws LinuxException {
        var device = NetDevice.of(netlink, journal.index());
        if (device == null) {
            throw new LinuxException(journal.name(), Errno.ENODEV);
        }
        return device;
    }

    private static void attempt(Journal journal, String what, Step step) {
        try {
            step.run();
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENODEV) {
                LOG.warn("{} of {} could not be put back", what, journal.name(), e);
            }
        }
    }

    /// Gives the device back; the last of several users restores it.
    @Override
    public void close() {
        synchronized (HELD) {
            if (closed) {
                return;
            }
            closed = true;
            if (--held.users > 0) {
                return;
            }
            HELD.remove(held.key);
            try (held.lock;
                    var netlink = new Netlink()) {
                putBack(netlink, held.journal, held.silence);
                Files.deleteIfExists(held.journal.file(held.state));
            } catch (IOException e) {
                LOG.warn("{} could not be given back", held.journal.name(), e);
            }
        }
    }

    /// One step of putting back.
    private interface Step {
        void run() throws LinuxException;
    }

    /// A device held by this process.
    private static final class Held {
        private final String key;
        private final Path state;
        private final Journal journal;
        private final DeviceLock lock;
        private final Silence silence;
        private int users;

        Held(String key, Path state, Journal journal, DeviceLock lock, Silence silence) {
            this.key = key;
            this.state = state;
            this.journal = journal;
            this.lock = lock;
            this.silence = silence;
        }
    }
}

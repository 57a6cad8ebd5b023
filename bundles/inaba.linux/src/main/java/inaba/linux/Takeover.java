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
/// While held, the kernel neither hears nor says anything on it over IPv4, IPv6 and ARP, the device is up, and GRO
/// and LRO are off; packet sockets see every frame. Everything is left as it was found: what is to be put back is
/// on disk before anything changes, and after a crash the next start does it with [#restoreLeftovers]. Promiscuity
/// is not changed here: a socket's PACKET_MR_PROMISC membership ends with the socket.
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
        return of(device, state, beside, netlink -> {
            var found = NetDevice.named(netlink, device);
            if (!found.ethernet()) {
                throw new LinuxException(device + " is not an Ethernet device");
            }
            var lifeline = force ? null : Lifeline.through(netlink, found);
            if (lifeline != null) {
                throw new LinuxException(lifeline + "; add force to take it nevertheless");
            }
            return Silence::over;
        });
    }

    /// Holds the device of a tap: up, and put back to what it was like, but the kernel goes on using its end.
    ///
    /// @param beside as in [#of]
    public static Takeover ofTap(String device, Path state, boolean beside) throws IOException {
        return of(device, state, beside, netlink -> index -> null);
    }

    private static Takeover of(String device, Path state, boolean beside, Check check) throws IOException {
        synchronized (HELD) {
            try (var netlink = new Netlink()) {
                var key = Journal.namespaceNow()
                        + NetDevice.named(netlink, device).index();
                var held = HELD.get(key);
                if (held == null) {
                    held = take(netlink, NetDevice.named(netlink, device), key, state, check.passes(netlink));
                    HELD.put(key, held);
                } else if (!beside) {
                    throw new LinuxException(device + " is held by this appliance already");
                }
                held.users++;
                return new Takeover(held);
            }
        }
    }

    private static Held take(Netlink netlink, NetDevice device, String key, Path state, Silencing silencing)
            throws IOException {
        var lock = DeviceLock.of(device);
        try {
            var journal = journal(netlink, device);
            if (Files.exists(journal.file(state))) { // of one that was killed
                putBack(netlink, Journal.read(journal.file(state)), null);
                journal = journal(netlink, device);
            }
            journal.write(state);
            return new Held(key, state, journal, lock, change(netlink, device, journal, state, silencing));
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
                NetDevice.named(netlink, device.name()).up(),
                Offloads.of(device.name()),
                Silence.clsactIsThere(netlink, device.index()),
                Found.on(netlink, device.index()));
    }

    private static @Nullable Silence change(
            Netlink netlink, NetDevice device, Journal journal, Path state, Silencing silencing) throws IOException {
        Silence silence = null;
        try {
            silence = silencing.over(device.index());
            if (silence != null) {
                Offloads.OFF.applyTo(device.name(), journal.offloads());
            }
            if (!journal.up()) {
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
    /// process that is alive, are passed over.
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
        long elapsed = Math.max(0, System.currentTimeMillis() / 1000 - journal.seconds()); // a clock may be set back
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

    /// What must hold before a device is taken, and how it is silenced then.
    private interface Check {
        Silencing passes(Netlink netlink) throws IOException;
    }

    /// Silences the kernel on a device, or leaves it be: null.
    private interface Silencing {
        @Nullable
        Silence over(int index) throws LinuxException;
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
        private final @Nullable Silence silence;
        private int users;

        Held(String key, Path state, Journal journal, DeviceLock lock, @Nullable Silence silence) {
            this.key = key;
            this.state = state;
            this.journal = journal;
            this.lock = lock;
            this.silence = silence;
        }
    }
}

package inaba.hosttap;

import inaba.api.link.HostTapRow;
import inaba.api.link.LinkRow;
import inaba.api.packet.Verdict;
import inaba.hosttap.core.FromTap;
import inaba.hosttap.core.Memberships;
import inaba.linux.Errno;
import inaba.linux.LinuxException;
import inaba.linux.NetDevice;
import inaba.linux.NetworkNamespace;
import inaba.linux.TapDevice;
import inaba.linux.Waiting;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that lives in the daemon's network namespace: makes the tap there and reads it. The device stays when it
/// ends, so that daemons keep their addresses and routes while the bundle is replaced.
final class TapThread {
    private static final Logger LOG = LoggerFactory.getLogger(TapThread.class);
    private static final int MOST_WAITING = 256;
    private static final long AGAIN_MS = 1000;
    private static final int LONGEST = EthernetHeader.BYTES + 0xffff;

    private final HostTapRow row;
    private final LinkRow link;
    private final Taker taker;
    private final Thread thread;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger missed = new AtomicInteger();
    private final MemorySegment outgoing = Arena.ofAuto().allocate(LONGEST);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object using = new Object();
    private @Nullable TapDevice device;
    private @Nullable Waiting wait;
    private boolean takeAway;

    /// Who gets what is read.
    interface Taker {
        /// @param done to be asked when the frame waits no more: says how many found no room since
        void take(MemorySegment frame, IntSupplier done);

        /// To which groups the kernel listens on the tap, each time that it may have changed.
        void joined(Set<Ipv6Address> groups);
    }

    TapThread(HostTapRow row, LinkRow link, Taker taker) {
        this.row = row;
        this.link = link;
        this.taker = taker;
        thread = Thread.ofPlatform().daemon().name("hosttap-" + row.tap()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Does not wait for the thread's end.
    void close(boolean deviceToo) {
        synchronized (using) {
            takeAway = deviceToo;
            over.countDown();
            if (wait != null) {
                wait.wakeup();
            }
            letGo();
        }
    }

    /// Any thread; the kernel receives it at once.
    Verdict write(MemorySegment frame) {
        synchronized (using) {
            if (device == null) {
                return HostTapDrop.TAP_NOT_OPEN;
            }
            if (frame.byteSize() > LONGEST) {
                return HostTapDrop.TAP_FULL;
            }
            MemorySegment.copy(frame, 0, outgoing, 0, frame.byteSize());
            int result;
            do {
                result = device.write(outgoing, 0, frame.byteSize());
            } while (result == -Errno.EINTR);
            return result < 0 ? HostTapDrop.TAP_FULL : Verdict.Go.DELIVER;
        }
    }

    private void run() {
        String last = "";
        while (over.getCount() > 0) {
            try {
                if (open()) {
                    read();
                }
                return;
            } catch (LinuxException failed) {
                taker.joined(Set.of());
                if (!last.equals(failed.getMessage())) { // once is enough
                    last = String.valueOf(failed.getMessage());
                    LOG.warn("host tap {} of {}: {}", row.tap(), link.name(), last);
                }
            }
            try {
                if (over.await(AGAIN_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    /// @return false when it was closed meanwhile
    private boolean open() throws LinuxException {
        if (!row.namespace().isEmpty()) {
            NetworkNamespace.enter(row.namespace());
        }
        var opened = new TapDevice(row.tap());
        try {
            NetDevice.configure(row.tap(), link.mac(), link.mtu());
            opened.persist(true);
            synchronized (using) {
                device = opened;
                wait = new Waiting(opened.fd());
                if (over.getCount() == 0) {
                    letGo();
                    wait.close();
                    return false;
                }
            }
            return true;
        } catch (LinuxException failed) {
            opened.close();
            throw failed;
        }
    }

    private void letGo() {
        var open = device;
        device = null;
        if (open == null) {
            return;
        }
        if (takeAway) {
            try {
                open.persist(false);
            } catch (LinuxException failed) {
                LOG.warn("host tap {} stays: {}", row.tap(), failed.getMessage());
            }
        }
        open.close();
    }

    private void read() throws LinuxException {
        var ready = wait;
        if (ready == null) {
            return;
        }
        try (var memory = Arena.ofConfined()) {
            var direct = memory.allocate(EthernetHeader.BYTES + link.mtu());
            lookAtGroups();
            while (over.getCount() > 0) {
                int length = read(direct);
                if (length == -Errno.EAGAIN) {
                    ready.await(-1);
                } else if (length > 0) {
                    hand(direct.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                } else if (length != -Errno.EINTR && over.getCount() > 0) {
                    throw new LinuxException("read from the tap " + row.tap(), -length);
                }
            }
        } finally {
            ready.close();
        }
    }

    private int read(MemorySegment into) {
        synchronized (using) {
            return device == null ? -Errno.EAGAIN : device.read(into, 0, into.byteSize());
        }
    }

    /// Of the namespace that this thread is in.
    private void lookAtGroups() {
        try {
            taker.joined(Memberships.of(list("igmp6"), list("igmp"), row.tap()));
        } catch (IOException failed) {
            LOG.warn("host tap {}: the kernel's groups: {}", row.tap(), failed.toString());
        }
    }

    private static List<String> list(String name) throws IOException {
        var file = Path.of("/proc/thread-self/net", name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of(); // a kernel may be without a family
    }

    private void hand(byte[] frame) {
        if (FromTap.tellsOfGroups(MemorySegment.ofArray(frame))) {
            lookAtGroups();
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            missed.incrementAndGet();
            return;
        }
        taker.take(MemorySegment.ofArray(frame), () -> {
            waiting.decrementAndGet();
            return missed.getAndSet(0);
        });
    }
}

package inaba.linux;

import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches a network device through rtnetlink: MAC, MTU, up and carrier. Has a thread of its own until closed.
public final class LinkWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkWatch.class);

    private static final byte AF_UNSPEC = 0; // AF_BRIDGE tells of bridge ports

    private final int index;
    private final Runnable listener;
    private final Netlink netlink;
    private final Waiting waiting;
    private final Thread thread;
    private volatile NetDevice now;
    private volatile boolean closed;

    /// @param listener called on the watch's thread after [#now] has changed
    /// @throws LinuxException when the device does not exist
    public LinkWatch(String device, Runnable listener) throws LinuxException {
        this.listener = listener;
        netlink = new Netlink(Netlink.GROUP_LINK);
        try {
            now = NetDevice.named(device);
            waiting = new Waiting(netlink.fd());
        } catch (LinuxException e) {
            netlink.close();
            throw e;
        }
        index = now.index();
        thread = Thread.ofPlatform().daemon().name("inaba-watch-" + device).start(this::run);
    }

    /// The device as last heard; without carrier once it is gone.
    public NetDevice now() {
        return now;
    }

    private void run() {
        try (netlink;
                waiting) {
            watch();
        }
    }

    private void watch() {
        var heard = new ArrayList<NetlinkMessage>();
        while (!closed) {
            if (waiting.await(-1) == 0) {
                continue;
            }
            var before = now;
            if (netlink.hear(heard)) {
                heard.forEach(this::hear);
            } else {
                askAgain();
            }
            heard.clear();
            if (!now.equals(before)) {
                tell();
            }
        }
    }

    private void hear(NetlinkMessage message) {
        if (message.type() != Netlink.RTM_NEWLINK && message.type() != Netlink.RTM_DELLINK) {
            return;
        }
        var heard = NetDevice.of(message);
        if (heard.index() == index && message.body()[0] == AF_UNSPEC) {
            now = message.type() == Netlink.RTM_NEWLINK ? heard : gone();
        }
    }

    /// Messages were lost: the kernel's socket buffer overflowed.
    private void askAgain() {
        try (var fresh = new Netlink()) {
            var found = NetDevice.of(fresh, index);
            now = found == null ? gone() : found;
        } catch (LinuxException e) {
            LOG.warn("the state of {} is unknown", now.name(), e);
        }
    }

    private NetDevice gone() {
        return new NetDevice(index, now.name(), now.mac(), now.mtu(), 0, now.ethernet());
    }

    private void tell() {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("the listener of {} failed", now.name(), e);
        }
    }

    /// Ends the thread. Safe to call from the listener.
    @Override
    public void close() {
        closed = true;
        waiting.wakeup();
        if (Thread.currentThread() != thread) {
            joinQuietly();
        }
    }

    private void joinQuietly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

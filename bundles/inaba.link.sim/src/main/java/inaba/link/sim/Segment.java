package inaba.link.sim;

import inaba.api.link.LinkException;
import java.util.List;
import java.util.stream.IntStream;

/// A wire with its hosts, and how many ports use it. Guarded by the driver.
final class Segment {
    private final SimDevice device;
    private final Wire wire = new Wire();
    private final List<HostThread> hosts;
    private int ports;

    Segment(SimDevice device) {
        this.device = device;
        this.hosts = IntStream.range(0, device.hosts())
                .mapToObj(number -> new HostThread(device, number, wire))
                .toList();
        hosts.forEach(HostThread::start);
    }

    Wire wire() {
        return wire;
    }

    /// @throws LinkException when the port wants another kind of wire
    void join(SimDevice port) throws LinkException {
        if (port.hosts() != device.hosts() || port.mtu() != device.mtu()) {
            throw new LinkException("the wire " + device.wire() + " is there already, as sim:" + device.text());
        }
        ports++;
    }

    /// @return true when that was the last port; the hosts are stopped then
    boolean leave() {
        if (--ports > 0) {
            return false;
        }
        stop();
        return true;
    }

    void stop() {
        hosts.forEach(HostThread::stop);
    }
}

package inaba.link.xdp;

import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.linux.LinkWatch;
import inaba.linux.LinuxException;
import inaba.linux.NetDevice;
import inaba.linux.Takeover;
import inaba.linux.XdpRedirect;
import inaba.wire.EthernetHeader;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A device held through AF_XDP: a socket for each receive queue.
final class XdpPort implements Port {
    private static final Logger LOG = LoggerFactory.getLogger(XdpPort.class);
    private static final int TAG = 4;

    private final PortOptions options;
    private final Umems umems;
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final LinkWatch watch;
    private final List<XskReceiver> receivers = new ArrayList<>();
    private final List<XskSender> senders = new ArrayList<>();
    private final AtomicInteger transmitters = new AtomicInteger();
    private volatile boolean closed;

    /// Takes the device over; on failure nothing stays changed.
    XdpPort(XdpDevice device, PortOptions options, Umems umems, Runnable listener) throws IOException {
        this.options = options;
        this.umems = umems;
        var takeover = Takeover.of(device.name(), options.state(), options.force(), options.beside());
        opened.push(takeover::close);
        try {
            watch = new LinkWatch(device.name(), listener);
            opened.push(watch::close);
            int index = watch.now().index();
            int queues = NetDevice.receiveQueues(index);
            var redirect = redirect(device, index, queues);
            try {
                for (int queue = 0; queue < queues; queue++) {
                    open(index, queue, queues, redirect);
                }
            } finally {
                opened.push(redirect::close); // last, to be closed first: no frame goes to a socket that is closed
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static XdpRedirect redirect(XdpDevice device, int index, int queues) throws LinuxException {
        if (device.generic()) {
            return XdpRedirect.on(index, queues, true);
        }
        try {
            return XdpRedirect.on(index, queues, false);
        } catch (LinuxException without) {
            LOG.info(
                    "{} has no XDP of its own ({}); the kernel's generic XDP serves",
                    device.name(),
                    without.getMessage());
            return XdpRedirect.on(index, queues, true);
        }
    }

    private void open(int index, int queue, int queues, XdpRedirect redirect) throws LinuxException {
        int frame = watch.now().mtu() + EthernetHeader.BYTES + TAG;
        var socket = umems.open(index, queue, queues, frame, redirect.generic());
        opened.push(() -> umems.close(socket));
        var sender = new XskSender(socket);
        opened.push(sender::close);
        var receiver = new XskReceiver(socket, steering(redirect, queue, socket));
        opened.push(receiver::close);
        senders.add(sender);
        receivers.add(receiver);
    }

    private static XskReceiver.Steering steering(XdpRedirect redirect, int queue, XskSocket socket) {
        return new XskReceiver.Steering() {
            @Override
            public void here() throws LinuxException {
                redirect.to(queue, socket.fd());
            }

            @Override
            public void away() {
                redirect.away(queue);
            }
        };
    }

    @Override
    public MacAddress mac() {
        var mac = options.mac();
        return mac == null ? watch.now().mac() : mac;
    }

    @Override
    public int mtu() {
        return watch.now().mtu();
    }

    @Override
    public boolean carrier() {
        return watch.now().carrier();
    }

    @Override
    public int queues() {
        return receivers.size();
    }

    @Override
    public Receiver receiver(int queue) {
        return receivers.get(queue);
    }

    /// Transmitters are spread over the queues.
    @Override
    public Transmitter transmitter() {
        var sender = senders.get(transmitters.getAndIncrement() % senders.size());
        return new Transmitter() {
            @Override
            public int send(Packet[] burst, int from, int to) {
                return sender.send(burst, from, to);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean exclusive() {
        return true;
    }

    boolean closed() {
        return closed;
    }

    /// In the reverse order of opening.
    @Override
    public void close() {
        closed = true;
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }
}

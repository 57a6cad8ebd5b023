package inaba.link.tap;

import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.linux.LinkWatch;
import inaba.linux.NetDevice;
import inaba.linux.Takeover;
import inaba.linux.TapDevice;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A tap: the appliance at one end, this machine's kernel, as any other host, at the other.
final class TapPort implements Port {
    private final MacAddress mac;
    private final TapDevice device;
    private final Takeover takeover;
    private final LinkWatch watch;
    private final TapReceiver receiver;
    private final Queue<TapTransmitter> transmitters = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /// An existing device is held before a queue is added to it, a new one when it is there. Makes the device if there
    /// is none, and sets the kernel's end up; on failure nothing stays changed.
    TapPort(String name, PortOptions options, Runnable listener) throws IOException {
        mac = options.macOrDerived(name);
        var before = NetDevice.exists(name) ? Takeover.ofTap(name, options.state(), options.beside()) : null;
        try {
            device = new TapDevice(name);
        } catch (IOException e) {
            letGo(before);
            throw e;
        }
        try {
            takeover = before != null ? before : Takeover.ofTap(name, options.state(), options.beside());
        } catch (IOException e) {
            device.close();
            throw e;
        }
        try {
            watch = new LinkWatch(name, listener);
            try {
                receiver = new TapReceiver(device, watch.now().index());
            } catch (IOException e) {
                watch.close();
                throw e;
            }
        } catch (IOException e) {
            takeover.close();
            device.close();
            throw e;
        }
    }

    private static void letGo(@Nullable Takeover takeover) {
        if (takeover != null) {
            takeover.close();
        }
    }

    @Override
    public MacAddress mac() {
        return mac;
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
    public Receiver receiver(int queue) {
        return receiver;
    }

    @Override
    public Transmitter transmitter() {
        transmitters.removeIf(TapTransmitter::closed);
        var transmitter = new TapTransmitter(device);
        transmitters.add(transmitter);
        return transmitter;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        receiver.close();
        transmitters.forEach(TapTransmitter::close);
        takeover.close();
        device.close();
    }
}

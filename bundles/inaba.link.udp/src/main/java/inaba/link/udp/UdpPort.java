package inaba.link.udp;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.wire.EthernetHeader;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/// A socket connected to the remote: datagrams of others are not for us.
///
/// A port opened beside another of this appliance shares its local port; the kernel gives what comes in to the newer
/// socket, so that no datagram is seen twice and those that wait in the older one are still read there.
final class UdpPort implements Port {
    static final int MTU = 1500;
    static final int MAX_FRAME = EthernetHeader.BYTES + MTU;
    private static final int SOCKET_BUFFER = 4 << 20;

    private final MacAddress mac;
    private final DatagramChannel channel;
    private final UdpReceiver receiver;

    private UdpPort(MacAddress mac, DatagramChannel channel, UdpReceiver receiver) {
        this.mac = mac;
        this.channel = channel;
        this.receiver = receiver;
    }

    static UdpPort open(UdpDevice device, PortOptions options) throws LinkException {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(device.family());
            connect(channel, device, options.beside());
            return new UdpPort(options.macOrDerived(device.text()), channel, new UdpReceiver(channel, options.link()));
        } catch (BindException taken) {
            close(channel, taken);
            throw new LinkException("UDP port " + device.localPort() + " is in use: choose another local port", taken);
        } catch (IOException failed) {
            close(channel, failed);
            throw new LinkException("cannot open udp:" + device.text() + ": " + failed.getMessage(), failed);
        }
    }

    private static void connect(DatagramChannel channel, UdpDevice device, boolean beside)
            throws IOException, LinkException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, beside);
        channel.bind(device.local());
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // allows one beside, later
        channel.connect(device.remote());
    }

    private static void close(@Nullable DatagramChannel channel, Exception reason) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException also) {
                reason.addSuppressed(also);
            }
        }
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public int mtu() {
        return MTU;
    }

    @Override
    public boolean carrier() {
        return true;
    }

    @Override
    public Receiver receiver(int queue) {
        return receiver;
    }

    @Override
    public Transmitter transmitter() {
        return new UdpTransmitter(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
            receiver.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

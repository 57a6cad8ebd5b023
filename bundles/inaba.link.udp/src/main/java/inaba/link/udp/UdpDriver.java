package inaba.link.udp;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import org.osgi.service.component.annotations.Component;

/// Links over UDP: one Ethernet frame in one datagram, as QEMU's `-netdev dgram` does it. Needs no privilege.
@Component
public final class UdpDriver implements LinkDriver {
    @Override
    public String name() {
        return "udp";
    }

    /// The carrier is always there, so that the listener is never told anything.
    @Override
    public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
        return UdpPort.open(UdpDevice.parse(device), options);
    }
}

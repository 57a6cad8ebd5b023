package inaba.link.sim;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// Links over wires in memory. A wire is there while a port is plugged into it, and so are its simulated hosts.
@Component
public final class SimDriver implements LinkDriver {
    private final Map<String, Segment> segments = new HashMap<>();

    @Override
    public String name() {
        return "sim";
    }

    /// The carrier is always there, so that the listener is never told anything.
    @Override
    public Port open(String text, PortOptions options, Runnable listener) throws LinkException {
        var device = SimDevice.parse(text);
        var wire = plugIn(device);
        return new SimPort(options.macOrDerived(text), device.mtu(), wire, () -> unplug(device.wire()));
    }

    private synchronized Wire plugIn(SimDevice device) throws LinkException {
        var segment = segments.computeIfAbsent(device.wire(), _ -> new Segment(device));
        segment.join(device);
        return segment.wire();
    }

    /// Ports that are still open carry on, without hosts.
    @Deactivate
    synchronized void stop() {
        segments.values().forEach(Segment::stop);
    }

    private synchronized void unplug(String wire) {
        var segment = segments.get(wire);
        if (segment != null && segment.leave()) {
            segments.remove(wire);
        }
    }
}

package inaba.link.tap;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.linux.Sys;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// The driver `tap`: a cable to this machine's own kernel, `lan=tap:tap0`.
@Component(service = LinkDriver.class)
public final class TapDriver implements LinkDriver {
    private final Queue<TapPort> ports = new ConcurrentLinkedQueue<>();

    @Override
    public String name() {
        return "tap";
    }

    @Override
    public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
        if (!Sys.available()) {
            throw new LinkException("the driver tap needs Linux");
        }
        try {
            var port = new TapPort(device, options, listener);
            ports.removeIf(TapPort::closed);
            ports.add(port);
            return port;
        } catch (IOException e) {
            throw new LinkException(e.getMessage() == null ? "cannot open " + device : e.getMessage(), e);
        }
    }

    /// Ports that were not closed yet are: a bundle that is gone holds nothing.
    @Deactivate
    void deactivate() {
        ports.forEach(TapPort::close);
    }
}

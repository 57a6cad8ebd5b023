package inaba.ip.multicast;

import inaba.api.link.LinkRow;
import inaba.wire.Ipv6Address;
import java.util.List;

/// Writes and sends a family's messages to the routers of a link. On the control loop.
public interface ReportSender {
    /// Reports of the present version, as many as the records need.
    void report(LinkRow link, List<ListenerRecord> records);

    /// A report as the older version that the link speaks has it.
    void olderReport(LinkRow link, Ipv6Address group);

    /// Nobody here listens any more, as the older version says it.
    void done(LinkRow link, Ipv6Address group);
}

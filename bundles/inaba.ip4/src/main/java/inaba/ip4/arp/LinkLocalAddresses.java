package inaba.ip4.arp;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives a link whose link-local address another has the next one that [LinkLocalChoice] says (RFC 3927 §2.2.1, §2.5);
/// [ConflictDetection] probes for it and defends it. What a successor needs is in the rows. On the control loop.
public final class LinkLocalAddresses implements AutoCloseable {
    /// /16
    private static final int PREFIX_LENGTH = 96 + 16;

    private final Node node;
    private final Map<AddressKey, Time.Timer> coming = new HashMap<>();
    private final Table.Watch addresses;

    LinkLocalAddresses(Node node) {
        this.node = node;
        node.addressesOf(IpFamily.IPV4).forEach(row -> addressChanged(null, row));
        this.addresses = node.addresses().watch(this::addressChanged);
    }

    /// The row with which a link begins.
    ///
    /// @param address that the link had before, or 0
    public static AddressRow first(LinkRow link, int address) {
        return row(link.index(), address == 0 ? LinkLocalChoice.address(link.mac(), 0) : address);
    }

    @Override
    public void close() {
        addresses.close();
        coming.values().forEach(Time.Timer::cancel);
        coming.clear();
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (after != null && isLost(after)) {
            var link = node.link(after.link());
            if (link != null && !coming.containsKey(after.key())) {
                var mac = link.mac();
                var pause = LinkLocalChoice.pause(
                        LinkLocalChoice.after(mac, after.address().toIpv4()));
                coming.put(after.key(), node.time().after(pause, () -> replace(after.key(), mac)));
            }
        } else if (before != null) {
            var timer = coming.remove(before.key());
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    private void replace(AddressKey lost, MacAddress mac) {
        coming.remove(lost);
        var row = node.addresses().get(lost);
        if (row != null && isLost(row)) {
            int attempt = LinkLocalChoice.after(mac, lost.address().toIpv4());
            node.addresses().remove(lost);
            node.addresses().put(row(lost.link(), LinkLocalChoice.address(mac, attempt)));
        }
    }

    private static boolean isLost(AddressRow row) {
        return row.family() == IpFamily.IPV4 && row.origin() == Origin.LINK_LOCAL && row.state() == State.DUPLICATE;
    }

    private static AddressRow row(int link, int address) {
        return new AddressRow(
                link,
                Ipv6Address.ofIpv4(address),
                PREFIX_LENGTH,
                Origin.LINK_LOCAL,
                false,
                State.TENTATIVE,
                0,
                Row.FOREVER,
                Row.FOREVER,
                Row.PERSON);
    }
}

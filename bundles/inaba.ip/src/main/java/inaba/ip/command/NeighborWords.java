package inaba.ip.command;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.LinkWords;
import inaba.api.neighbor.NeighborRow;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// `ADDR [lladdr MAC] dev LINK`, the last two in any order.
final class NeighborWords {
    final Ipv6Address address;
    final String device;
    private @Nullable MacAddress mac;

    NeighborWords(Args args, IpFamily family, Collection<LinkRow> links, boolean withMac) throws CommandException {
        var said = args.zonedAddress(family);
        address = said.value();
        String found = null;
        while (args.hasNext()) {
            if (args.accept("dev")) {
                found = args.next("LINK");
            } else if (withMac && args.accept("lladdr")) {
                mac = args.mac();
            } else {
                throw args.unexpected(withMac ? "lladdr MAC or dev LINK" : "dev LINK");
            }
        }
        found = LinkWords.device(args, links, said.zone(), found);
        if (found == null) {
            throw args.unexpected("dev LINK");
        }
        device = found;
    }

    /// The MAC of a neighbour that can be added.
    MacAddress mac(Args args) throws CommandException {
        if (mac == null) {
            throw args.usage("expected lladdr MAC");
        }
        if (address.isMulticast() || address.isUnspecified() || mac.isMulticast()) {
            throw args.failed("a neighbour has a unicast address and a unicast MAC");
        }
        return mac;
    }

    /// What a person says of a neighbour.
    static NeighborRow permanent(int link, Ipv6Address address, MacAddress mac, long now) {
        return new NeighborRow(
                link, address, mac, NeighborRow.State.PERMANENT, false, 0, now, NeighborRow.NEVER, Row.PERSON);
    }
}

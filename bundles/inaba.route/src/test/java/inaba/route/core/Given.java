package inaba.route.core;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.InterfaceAddress;
import inaba.wire.IpFamily;
import inaba.wire.MacAddress;
import java.util.List;

/// What the tests start from: links 1 `lan`, 2 `wan` and 3 `red` (of table `red`), and two addresses of ours.
final class Given {
    static final String OWNER = "inaba.route";
    static final LinkRow LAN = link(1, "lan", RouteRow.MAIN);
    static final LinkRow WAN = link(2, "wan", RouteRow.MAIN);
    static final LinkRow RED = link(3, "red", "red");
    static final AddressRow OURS = address(1, "2001:db8:1::1/64", Origin.MANUAL, State.PREFERRED);
    static final AddressRow OURS_WAN = address(2, "2001:db8:2::1/64", Origin.MANUAL, State.TENTATIVE);

    private Given() {}

    static LinkRow link(int index, String name, String table) {
        return new LinkRow(index, name, "sim", name, MacAddress.ZERO, 1500, true, true, false, table, "");
    }

    static AddressRow address(int link, String text, Origin origin, State state) {
        var address = InterfaceAddress.parse(text);
        return new AddressRow(
                link,
                address.address(),
                address.length(),
                origin,
                false,
                state,
                0,
                Row.FOREVER,
                Row.FOREVER,
                Row.PERSON);
    }

    static Scene scene() {
        return new Scene(IpFamily.IPV6, List.of(LAN, WAN, RED), List.of(OURS, OURS_WAN), List::of);
    }

    static Args args(String words) {
        return new Args(
                "route6", words.isBlank() ? List.of() : List.of(words.strip().split("\\s+")));
    }

    static RouteRow row(String words) throws CommandException {
        var args = args(words);
        return RouteWords.parseNew(args, scene()).row(scene(), args);
    }
}

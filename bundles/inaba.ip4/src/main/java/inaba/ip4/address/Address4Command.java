package inaba.ip4.address;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.ip4.arp.LinkLocalAddresses;
import inaba.wire.InterfaceAddress;
import inaba.wire.IpFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `addr4`: the links with their IPv4 addresses, as `ip -4 address` shows and changes them.
@Component(service = Command.class)
public final class Address4Command implements Command {
    private static final int ORDER = 20;
    private static final int BITS = 128;
    private static final String LINK_LOCAL = "link-local";
    /// RFC 3927 §2.1: the first and last 256 of 169.254.0.0/16.
    private static final int RESERVED = 256;

    private final Node node;

    @Activate
    public Address4Command(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "addr4";
    }

    @Override
    public String summary() {
        return "IPv4 addresses of the links";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show] [dev LINK]",
                "add ADDR/LEN dev LINK [nodad]",
                "add link-local [ADDR] dev LINK",
                "del ADDR|link-local dev LINK");
    }

    @Override
    public int configurationOrder() {
        return ORDER;
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch ("dev".equals(args.peek()) ? "show" : args.verb("show", "add", "del")) {
            case "add" -> add(args);
            case "del" -> delete(args);
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        return node.addressesOf(IpFamily.IPV4).stream()
                .filter(row -> row.owner().equals(Row.PERSON) && node.link(row.link()) != null)
                .map(this::words)
                .toList();
    }

    /// RFC 3927 §2.1: the address that a link had is the first that it tries.
    private String words(AddressRow row) {
        return row.origin() == Origin.LINK_LOCAL
                ? "add " + LINK_LOCAL + ' ' + IpFamily.text(row.address()) + " dev " + name(row.link())
                : "add " + text(row) + " dev " + name(row.link())
                        + (row.dadTries() == AddressRow.NO_DAD ? " nodad" : "");
    }

    private void show(Call call) throws CommandException {
        var args = call.args();
        String device = args.accept("dev") ? args.next("LINK") : null;
        args.end();
        List<Line> lines = node.loop().call(() -> {
            var links = device == null ? node.links().rows() : List.of(link(args, device));
            return links.stream().map(this::line).toList();
        });
        lines.forEach(call::print);
    }

    private Line line(LinkRow link) {
        String flags = (link.carrier() ? "" : "NO-CARRIER,") + (link.adminUp() ? "UP" : "DOWN");
        return Line.text(link.index() + ": " + link.name() + ": <" + flags + "> mtu " + link.mtu())
                .keyed("ifindex", link.index())
                .keyed("ifname", link.name())
                .keyed("flags", List.of(flags.split(",")))
                .keyed("mtu", link.mtu())
                .children(
                        "addr_info",
                        node.addressesOf(IpFamily.IPV4).stream()
                                .filter(row -> row.link() == link.index())
                                .map(Address4Command::line)
                                .toList());
    }

    private static Line line(AddressRow row) {
        return Line.of()
                .keyed("inet", text(row))
                .keyed("scope", row.address().isLinkLocal() ? "link" : "global")
                .flag("tentative", row.state() == State.TENTATIVE)
                .flag("conflict", row.state() == State.DUPLICATE)
                .flag("dynamic", row.origin() == Origin.LINK_LOCAL)
                .flag("nodad", row.dadTries() == AddressRow.NO_DAD);
    }

    private void add(Args args) throws CommandException {
        if (args.accept(LINK_LOCAL)) {
            addLinkLocal(args);
            return;
        }
        var address = args.interfaceAddress(IpFamily.IPV4);
        check(args, address);
        var link = device(args);
        boolean nodad = args.accept("nodad");
        args.end();
        node.loop().call(() -> {
            add(args, link(args, link), address, nodad);
            return true;
        });
    }

    private void addLinkLocal(Args args) throws CommandException {
        boolean given = !"dev".equals(args.peek());
        int address = given ? args.next("ADDR", Address4Command::linkLocal) : 0;
        String device = device(args);
        args.end();
        node.loop().call(() -> {
            var link = link(args, device);
            if (chosen(link) != null) {
                throw args.failed(device + " chooses a link-local address already");
            }
            put(args, LinkLocalAddresses.first(link, address));
            return true;
        });
    }

    /// What the link chose by itself, or null.
    private @Nullable AddressRow chosen(LinkRow link) {
        return node.addressesOf(IpFamily.IPV4).stream()
                .filter(row -> row.link() == link.index() && row.origin() == Origin.LINK_LOCAL)
                .findFirst()
                .orElse(null);
    }

    private static int linkLocal(String word) {
        var address = IpFamily.IPV4.parseAddress(word);
        int low = address.toIpv4() & 0xffff;
        if (!address.isLinkLocal() || low < RESERVED || low >= (1 << 16) - RESERVED) {
            throw new IllegalArgumentException(word + " is not one of 169.254.1.0 to 169.254.254.255");
        }
        return address.toIpv4();
    }

    private void put(Args args, AddressRow row) throws CommandException {
        if (!node.addresses().put(row)) {
            throw args.failed("the address table is full (" + node.addresses().limit() + " entries)");
        }
    }

    private void add(Args args, LinkRow link, InterfaceAddress address, boolean nodad) throws CommandException {
        if (node.addresses().get(new AddressKey(link.index(), address.address())) != null) {
            throw args.failed(IpFamily.text(address.address()) + " is already on " + link.name());
        }
        var row = new AddressRow(
                link.index(),
                address.address(),
                address.length(),
                Origin.MANUAL,
                false,
                nodad ? State.PREFERRED : State.TENTATIVE,
                nodad ? AddressRow.NO_DAD : 0,
                Row.FOREVER,
                Row.FOREVER,
                Row.PERSON);
        put(args, row);
    }

    /// RFC 1122 §3.2.1.3: one host, and neither the first nor the last of its subnet.
    private static void check(Args args, InterfaceAddress wanted) throws CommandException {
        var address = wanted.address();
        String text = IpFamily.text(address);
        if (address.isMulticast()
                || address.isUnspecified()
                || address.isLoopback()
                || address.toIpv4() >>> 28 == 0xf) {
            throw args.failed(text + " cannot be an address of a link: it is not unicast");
        }
        int hosts = ~wanted.prefix().mask().toIpv4();
        int host = address.toIpv4() & hosts;
        boolean broadcast = wanted.length() < BITS - 1 && (host == 0 || host == hosts);
        if (broadcast) {
            throw args.failed(text + " names all of " + IpFamily.text(wanted.prefix()) + ", no host of it");
        }
    }

    private void delete(Args args) throws CommandException {
        if (args.accept(LINK_LOCAL)) {
            deleteLinkLocal(args);
            return;
        }
        var address = args.next("ADDR[/LEN]", Address4Command::deleted);
        String device = device(args);
        args.end();
        boolean removed = node.loop().call(() -> {
            var key = new AddressKey(link(args, device).index(), address.address());
            var row = node.addresses().get(key);
            boolean meant = row != null && (address.length() == BITS || address.length() == row.prefixLength());
            return meant && node.addresses().remove(key) != null;
        });
        if (!removed) {
            throw args.failed("no address " + IpFamily.text(address.address()) + " on " + device);
        }
    }

    private void deleteLinkLocal(Args args) throws CommandException {
        String device = device(args);
        args.end();
        boolean removed = node.loop().call(() -> {
            var row = chosen(link(args, device));
            return row != null && node.addresses().remove(row.key()) != null;
        });
        if (!removed) {
            throw args.failed(device + " has not chosen a link-local address");
        }
    }

    /// As in iproute2, a length that is given must be the right one.
    private static InterfaceAddress deleted(String word) {
        return word.indexOf('/') < 0
                ? new InterfaceAddress(IpFamily.IPV4.parseAddress(word), BITS)
                : IpFamily.IPV4.parseInterfaceAddress(word);
    }

    private static String device(Args args) throws CommandException {
        if (!args.accept("dev")) {
            throw args.unexpected("dev LINK");
        }
        return args.next("LINK");
    }

    private LinkRow link(Args args, String name) throws CommandException {
        var link = node.link(name);
        if (link == null) {
            throw args.failed("no link \"" + name + '"');
        }
        return link;
    }

    private String name(int link) {
        var row = node.link(link);
        return row == null ? Integer.toString(link) : row.name();
    }

    private static String text(AddressRow row) {
        return IpFamily.text(row.address()) + '/' + row.family().length(row.prefixLength());
    }
}

package inaba.addrconf;

import inaba.addrconf.core.Lifetimes;
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
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.InterfaceAddress;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `addr6`: the addresses of the links, as `ip -6 address` shows and changes them.
@Component(service = Command.class)
public final class AddressCommand implements Command {
    private static final int ORDER = 20;

    private final Node node;

    @Activate
    public AddressCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "addr6";
    }

    @Override
    public String summary() {
        return "addresses of the links";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show] [dev LINK]",
                "add ADDR/LEN dev LINK [anycast] [nodad] [preferred S] [valid S]",
                "del ADDR dev LINK");
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

    private void show(Call call) throws CommandException {
        var args = call.args();
        String device = args.accept("dev") ? args.next("LINK") : null;
        args.end();
        List<Line> lines = node.loop().call(() -> {
            var links = device == null ? node.links().rows() : List.of(link(args, device));
            var text =
                    new AddressText(node.addressesOf(IpFamily.IPV6), node.time().nanos());
            return links.stream().map(text::link).toList();
        });
        lines.forEach(call::print);
    }

    private void add(Args args) throws CommandException {
        var wanted = Wanted.read(args, node.links().rows());
        node.loop().call(() -> {
            add(args, wanted, link(args, wanted.device));
            return true;
        });
    }

    private void add(Args args, Wanted wanted, LinkRow link) throws CommandException {
        var address = wanted.address.address();
        var known = node.addresses().get(new AddressKey(link.index(), address));
        if (known != null && known.owner().equals(Row.PERSON)) {
            throw args.failed(address + " is already on " + link.name());
        }
        if (!node.addresses().put(row(wanted, link, known))) {
            throw args.failed("the address table is full (" + node.addresses().limit() + " entries)");
        }
    }

    /// An address that the node formed itself becomes the person's and keeps its state.
    private AddressRow row(Wanted wanted, LinkRow link, @Nullable AddressRow known) {
        long now = node.time().nanos();
        long preferred = until(now, wanted.preferred);
        boolean unchecked = wanted.anycast || wanted.nodad;
        var state = unchecked ? Lifetimes.assigned(preferred, now) : State.TENTATIVE;
        return new AddressRow(
                link.index(),
                wanted.address.address(),
                wanted.address.length(),
                Origin.MANUAL,
                wanted.anycast,
                known != null && !unchecked ? known.state() : state,
                unchecked ? AddressRow.NO_DAD : known == null ? 0 : known.dadTries(),
                preferred,
                until(now, wanted.valid),
                Row.PERSON);
    }

    private static long until(long now, long seconds) {
        return seconds == Wanted.FOREVER ? Row.FOREVER : now + TimeUnit.SECONDS.toNanos(seconds);
    }

    private void delete(Args args) throws CommandException {
        var said = args.zoned("ADDR[/LEN]", AddressCommand::deleted);
        var target = said.value();
        String dev = args.accept("dev") ? args.next("LINK") : null;
        String device = LinkWords.device(args, node.links().rows(), said.zone(), dev);
        if (device == null) {
            throw args.unexpected("dev LINK");
        }
        args.end();
        boolean removed = node.loop().call(() -> {
            var key = new AddressKey(link(args, device).index(), target.address());
            var row = node.addresses().get(key);
            boolean meant = row != null && (target.length() < 0 || target.length() == row.prefixLength());
            return meant && node.addresses().remove(key) != null;
        });
        if (!removed) {
            String length = target.length() < 0 ? "" : "/" + target.length();
            throw args.failed("no address " + target.address() + length + " on " + device);
        }
    }

    private static Deleted deleted(String word) {
        if (word.indexOf('/') < 0) {
            return new Deleted(Ipv6Address.parse(word), -1);
        }
        var both = InterfaceAddress.parse(word);
        return new Deleted(both.address(), both.length());
    }

    private LinkRow link(Args args, String name) throws CommandException {
        return LinkWords.find(args, node.links().rows(), name);
    }

    @Override
    public List<String> configuration() {
        long now = node.time().nanos();
        return node.addressesOf(IpFamily.IPV6).stream()
                .filter(row -> row.owner().equals(Row.PERSON) && node.link(row.link()) != null)
                .map(row -> configuration(row, now))
                .toList();
    }

    private String configuration(AddressRow row, long now) {
        var link = node.link(row.link());
        var text = new StringBuilder("add " + row.address() + '/' + row.prefixLength());
        text.append(" dev ").append(link == null ? row.link() : link.name());
        if (row.anycast()) {
            text.append(" anycast");
        } else if (row.dadTries() == AddressRow.NO_DAD) {
            text.append(" nodad");
        }
        if (row.preferredUntil() != Row.FOREVER) {
            text.append(" preferred ").append(AddressText.seconds(row.preferredUntil(), now));
        }
        if (row.validUntil() != Row.FOREVER) {
            text.append(" valid ").append(AddressText.seconds(row.validUntil(), now));
        }
        return text.toString();
    }

    /// @param length -1 when not given
    private record Deleted(Ipv6Address address, int length) {}

    /// What follows `add`; lifetimes in seconds.
    private record Wanted(
            InterfaceAddress address, String device, boolean anycast, boolean nodad, long preferred, long valid) {
        static final long FOREVER = -1;
        private static final long MAX_SECONDS = 0xffff_fffeL;

        static Wanted read(Args args, Collection<LinkRow> links) throws CommandException {
            var said = args.zoned("ADDR/LEN", InterfaceAddress::parse);
            var address = said.value();
            check(args, address.address());
            String device = null;
            boolean anycast = false;
            boolean nodad = false;
            long preferred = FOREVER;
            long valid = FOREVER;
            while (args.hasNext()) {
                if (args.accept("dev")) {
                    device = args.next("LINK");
                } else if (args.accept("anycast")) {
                    anycast = true;
                } else if (args.accept("nodad")) {
                    nodad = true;
                } else if (args.accept("preferred")) {
                    preferred = args.accept("forever") ? FOREVER : args.number("seconds", 0, MAX_SECONDS);
                } else if (args.accept("valid")) {
                    valid = args.accept("forever") ? FOREVER : args.number("seconds", 1, MAX_SECONDS);
                } else {
                    throw args.unexpected("dev, anycast, nodad, preferred or valid");
                }
            }
            device = LinkWords.device(args, links, said.zone(), device);
            if (device == null) {
                throw args.unexpected("dev LINK");
            }
            if (valid != FOREVER && preferred == FOREVER) {
                preferred = valid;
            }
            if (valid != FOREVER && preferred > valid) {
                throw args.usage("preferred " + preferred + " is longer than valid " + valid);
            }
            return new Wanted(address, device, anycast, nodad, preferred, valid);
        }

        private static void check(Args args, Ipv6Address address) throws CommandException {
            if (address.isMulticast() || address.isUnspecified() || address.isLoopback() || address.isMapped()) {
                throw args.failed(address + " cannot be an address of a link: it is not unicast");
            }
        }
    }
}

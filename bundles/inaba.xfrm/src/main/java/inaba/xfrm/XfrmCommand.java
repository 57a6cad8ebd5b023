package inaba.xfrm;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `xfrm`: associations and policies, in iproute2's words.
@Component(service = Command.class)
public final class XfrmCommand implements Command {
    private final Node node;
    private final Xfrm xfrm;

    @Activate
    public XfrmCommand(@Reference Node node, @Reference Xfrm xfrm) {
        this.node = node;
        this.xfrm = xfrm;
    }

    @Override
    public String name() {
        return "xfrm";
    }

    @Override
    public String summary() {
        return "IPsec: security associations and policies";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "state [show] [keys]",
                "state add|update [src ADDR] dst ADDR proto esp|ah|comp spi SPI [aead NAME KEY BITS] [enc NAME KEY]"
                        + " [auth NAME KEY] [auth-trunc NAME KEY BITS] [comp deflate] [mode transport|tunnel] [reqid N]"
                        + " [replay-window N] [flag esn|noecn|decap-dscp|nopmtudisc]... [encap espinudp N N ADDR]"
                        + " [tfcpad N] [limit byte-soft|byte-hard|packet-soft|packet-hard|time-soft|time-hard|"
                        + "time-use-soft|time-use-hard N]... [sel [src PREFIX] [dst PREFIX] [dev LINK] [proto P]"
                        + " [sport N] [dport N] [type N] [code N]]",
                "state del|get dst ADDR proto esp|ah|comp spi SPI",
                "state flush|count",
                "policy [show]",
                "policy add|update [src PREFIX] [dst PREFIX] [dev LINK] [proto P] [sport N] [dport N] [type N] [code N]"
                        + " dir out|in|fwd [index N] [action allow|block] [priority N] [tmpl [src ADDR] [dst ADDR]"
                        + " proto esp|ah|comp [spi SPI] [mode transport|tunnel] [reqid N] [level required|use]]...",
                "policy del|get [src PREFIX] [dst PREFIX] [dev LINK] [proto P] [sport N] [dport N] dir out|in|fwd"
                        + " [index N]",
                "policy flush|count",
                "stat",
                "algorithms",
                "monitor");
    }

    @Override
    public List<String> complete(String word) {
        return word.equals("NAME") ? List.copyOf(xfrm.algorithms()) : List.of();
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        if (args.accept("stat")) { // else it would be short for state
            stat(call);
            return;
        }
        switch (args.verb("state", "policy", "algorithms", "monitor")) {
            case "state" -> state(call, args);
            case "policy" -> policy(call, args);
            case "algorithms" -> xfrm.algorithms().forEach(name -> call.print(Line.text(name)));
            default -> monitor(call);
        }
    }

    private void state(Call call, Args args) throws CommandException {
        switch (args.verb("show", "add", "update", "del", "get", "flush", "count")) {
            case "add" -> put(args, false);
            case "update" -> put(args, true);
            case "del" -> {
                var key = stateKey(args);
                if (node.loop().call(() -> node.associations().remove(key)) == null) {
                    throw args.failed("no such association");
                }
            }
            case "get" -> call.print(StateWords.show(one(args), false, null, links()));
            case "flush" -> {
                args.end();
                on(() -> node.associations().rows().forEach(row -> node.associations()
                        .remove(row.key())));
            }
            case "count" ->
                call.print(Line.of().keyed("SAD count", node.associations().size()));
            default -> show(call, args);
        }
    }

    private void show(Call call, Args args) throws CommandException {
        boolean keys = args.accept("keys");
        args.end();
        for (var row : node.associations().rows()) {
            call.print(StateWords.show(row, keys, xfrm.unusable(row.key()), links()));
        }
    }

    private SaRow.Key stateKey(Args args) throws CommandException {
        var key = new StateWords(args, links(), xfrm::algorithm).id().key();
        args.end();
        return key;
    }

    private SaRow one(Args args) throws CommandException {
        var row = node.associations().get(stateKey(args));
        if (row == null) {
            throw args.failed("no such association");
        }
        return row;
    }

    private void put(Args args, boolean update) throws CommandException {
        var words = new StateWords(args, links(), xfrm::algorithm).id().rest();
        var before = node.associations().get(words.key());
        if (!update && before != null) {
            throw args.failed("there is one with this dst, proto and spi");
        }
        var row = words.row(update ? before : null, node.time().nanos());
        try {
            xfrm.check(row);
        } catch (IllegalArgumentException wrong) {
            throw args.failed(String.valueOf(wrong.getMessage()));
        }
        if (!node.loop().call(() -> node.associations().put(row))) {
            throw args.failed("the table is full: " + node.associations().limit() + " associations");
        }
    }

    private void policy(Call call, Args args) throws CommandException {
        switch (args.verb("show", "add", "update", "del", "get", "flush", "count")) {
            case "add" -> putPolicy(args, false);
            case "update" -> putPolicy(args, true);
            case "del" -> {
                var key = onePolicy(args).key();
                node.loop().call(() -> node.policies().remove(key));
            }
            case "get" -> call.print(PolicyWords.show(onePolicy(args), links()));
            case "flush" -> {
                args.end();
                on(() -> node.policies().rows().forEach(row -> node.policies().remove(row.key())));
            }
            case "count" ->
                call.print(Line.of().keyed("SPD count", node.policies().size()));
            default -> {
                args.end();
                node.policies().rows().forEach(row -> call.print(PolicyWords.show(row, links())));
            }
        }
    }

    private PolicyRow onePolicy(Args args) throws CommandException {
        var words = new PolicyWords(args, links()).take();
        var row = words.index() != 0 ? byIndex(words.index()) : node.policies().get(words.key());
        if (row == null) {
            throw args.failed("no such policy");
        }
        return row;
    }

    private @Nullable PolicyRow byIndex(int index) {
        return node.policies().rows().stream()
                .filter(row -> row.index() == index)
                .findFirst()
                .orElse(null);
    }

    private void putPolicy(Args args, boolean update) throws CommandException {
        var words = new PolicyWords(args, links()).take();
        var before = node.policies().get(words.key());
        if (!update && before != null) {
            throw args.failed("there is one with this selector and dir");
        }
        var holder = words.index() == 0 ? null : byIndex(words.index());
        if (holder != null && !holder.key().equals(words.key())) {
            throw args.failed("another policy has index " + words.index());
        }
        int free =
                node.policies().rows().stream().mapToInt(PolicyRow::index).max().orElse(0) + 1;
        var row = words.row(before, free);
        if (!node.loop().call(() -> node.policies().put(row))) {
            throw args.failed("the table is full: " + node.policies().limit() + " policies");
        }
    }

    /// As /proc/net/xfrm_stat; several of our reasons may be one of Linux's.
    private void stat(Call call) throws CommandException {
        call.args().end();
        var totals = node.counters().totals();
        var byName = new TreeMap<String, Long>();
        Arrays.stream(XfrmDrop.values())
                .forEach(drop -> byName.merge(drop.linux(), totals.getOrDefault(drop.counterName(), 0L), Long::sum));
        byName.forEach(
                (name, count) -> call.print(Line.columns().bare("name", name).bare("packets", count)));
    }

    /// Shows what happens until the person has seen enough.
    private void monitor(Call call) throws CommandException {
        call.args().end();
        var over = new CountDownLatch(1);
        var end = xfrm.events().listen(call::print);
        call.onCancel(over::countDown);
        try {
            over.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }

    /// Policies only: associations are not kept, since their keys would be.
    @Override
    public List<String> configuration() {
        return node.policies().rows().stream()
                .filter(row -> row.owner().equals(Row.PERSON))
                .map(row -> "policy add " + PolicyWords.text(row, links()))
                .toList();
    }

    private List<LinkRow> links() {
        return node.links().rows();
    }

    private void on(Runnable task) {
        node.loop().call(() -> {
            task.run();
            return node;
        });
    }
}

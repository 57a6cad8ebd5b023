package inaba.ip.command;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.FileLines;
import inaba.api.manage.LinkWords;
import inaba.api.manage.TableLoader;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.wire.IpFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `neigh6 load`: permanent neighbours from a file, a line each in the words of `neigh6 add`, with `#` comments, all or
/// none of them. As with `add`, one that is there already gets what the file says.
final class NeighborLoader implements TableLoader.Kind<NeighborRow> {
    private final Node node;
    private final IpFamily family;

    NeighborLoader(Node node, IpFamily family) {
        this.node = node;
        this.family = family;
    }

    /// `load FILE`; the verb was read.
    void run(Call call) throws CommandException {
        var args = call.args();
        String name = args.next("FILE");
        args.end();
        var loader = new TableLoader<>(node.loop(), node.neighbors(), this, new Lines(name));
        refuseTooMany(args, loader.read(call));
        loader.add(call);
        call.print(loader.loaded());
    }

    /// Learnt ones give way to those of a file only if all of these find room.
    private void refuseTooMany(Args args, List<NeighborRow> rows) throws CommandException {
        var table = node.neighbors();
        long stay = table.rows().stream().filter(NeighborLoader::isPermanent).count();
        if (stay + rows.size() <= table.limit()) {
            return;
        }
        long more = rows.stream()
                .map(NeighborRow::key)
                .distinct()
                .filter(key -> !isPermanent(key))
                .count();
        if (stay + more > table.limit()) {
            throw args.failed(String.format("%,d more neighbours than the %,d permanent ones", more, stay)
                    + " find no room: " + full(node) + "; none was loaded");
        }
    }

    private boolean isPermanent(NeighborKey key) {
        var row = node.neighbors().get(key);
        return row != null && isPermanent(row);
    }

    private static boolean isPermanent(NeighborRow row) {
        return row.state() == NeighborRow.State.PERMANENT;
    }

    @Override
    public String noun() {
        return "neighbour";
    }

    @Override
    public boolean replaces() {
        return true;
    }

    @Override
    public CommandException refusal(Args line, NeighborRow row) {
        return line.failed(full(node));
    }

    /// Why a neighbour cannot be added.
    static String full(Node node) {
        return String.format(
                "the neighbour table is full, it holds %,d (neighbors.most of inaba.core)",
                node.neighbors().limit());
    }

    /// Lines as neighbours.
    private final class Lines extends FileLines<NeighborRow> {
        private final List<LinkRow> links = node.links().rows();
        private final Map<String, LinkRow> known = new HashMap<>();
        private final long now = node.time().nanos();

        Lines(String name) {
            super(name);
        }

        @Override
        protected NeighborRow row(String said) throws CommandException {
            var args = args(said);
            var words = new NeighborWords(args, family, links, true);
            var mac = words.mac(args);
            return NeighborWords.permanent(link(args, words.device).index(), words.address, mac, now);
        }

        private LinkRow link(Args args, String name) throws CommandException {
            var link = known.get(name);
            if (link == null) {
                link = LinkWords.find(args, links, name);
                known.put(name, link);
            }
            return link;
        }
    }
}

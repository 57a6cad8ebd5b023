package inaba.ip.link;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.table.Table;
import java.util.List;

/// `show`, `set LINK ...` and `del LINK` of a table that has a row for each link that it is about.
///
/// @param <R> whose key is the index of the link
public abstract class LinkTableCommand<R extends Row<Integer>> implements Command {
    private final String name;
    private final String summary;
    private final String noun;
    private final Node node;
    private final Table<Integer, R> table;

    /// @param noun what a row is to a link: `guard`
    protected LinkTableCommand(String name, String summary, String noun, Node node, Table<Integer, R> table) {
        this.name = name;
        this.summary = summary;
        this.noun = noun;
        this.node = node;
        this.table = table;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "set", "del")) {
            case "set" -> set(args);
            case "del" -> delete(args);
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        return table.rows().stream()
                .filter(row -> node.link(row.key()) != null)
                .map(row -> "set " + link(row.key()) + ' ' + words(row))
                .toList();
    }

    /// Reads all words behind `set LINK`.
    protected abstract R row(LinkRow link, Args args) throws CommandException;

    /// The words that [#row] reads this row from.
    protected abstract String words(R row);

    /// @param line has the link already
    protected abstract Line line(Line line, R row);

    protected final void show(Call call) throws CommandException {
        call.args().end();
        node.loop().call(this::lines).forEach(call::print);
    }

    /// On the control loop.
    protected List<Line> lines() {
        return table.rows().stream()
                .map(row -> line(Line.of().bare("link", link(row.key())), row))
                .toList();
    }

    protected final void set(Args args) throws CommandException {
        var row = row(link(args), args);
        args.end();
        if (!node.loop().call(() -> table.put(row))) {
            throw args.failed("no more than " + table.limit() + " links can have a " + noun);
        }
    }

    protected final void delete(Args args) throws CommandException {
        var link = link(args);
        args.end();
        if (node.loop().call(() -> table.remove(link.index())) == null) {
            throw args.failed("there is no " + noun + " on " + link.name());
        }
    }

    /// Takes the next word, the name of a link that may have a row.
    protected LinkRow link(Args args) throws CommandException {
        return LinkWords.next(args, node.links().rows());
    }

    /// Its name, or its index once it has gone.
    protected final String link(int index) {
        var link = node.link(index);
        return link == null ? Integer.toString(index) : link.name();
    }
}

package inaba.core.command;

import inaba.api.link.LinkRow;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.core.Engine;
import inaba.core.count.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `stat`: what was counted, for each link and in all.
@Component(service = Command.class)
public final class StatCommand implements Command {
    private final Engine engine;

    @Activate
    public StatCommand(@Reference Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "stat";
    }

    @Override
    public String summary() {
        return "show counters and named drops";
    }

    @Override
    public List<String> usages() {
        return List.of("[LINK]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        if (args.hasNext()) {
            var row = LinkWords.next(args, engine.links().rows());
            args.end();
            call.print(link(row));
            return;
        }
        engine.links().rows().forEach(row -> call.print(link(row)));
        call.print(node());
    }

    private Line link(LinkRow row) {
        var line = Line.of().bare("link", row.name());
        for (var column : Column.values()) {
            line.keyed(name(column), engine.board().value(row.index(), column));
        }
        var port = engine.loop()
                .call(() -> Optional.ofNullable(engine.linkManager().port(row.index())));
        port.ifPresent(p -> {
            long missed = 0;
            for (int queue = 0; queue < p.queues(); queue++) {
                missed += p.receiver(queue).missed();
            }
            line.keyed("missed", missed);
        });
        return line.children("drops", drops(engine.board().drops(row.index())));
    }

    private Line node() {
        var line = Line.of()
                .bare("link", "(node)")
                .keyed("packets", engine.pool().total())
                .keyed("outstanding", engine.pool().outstanding())
                .keyed("waiting", engine.loop().call(() -> engine.adjacencies().held()));
        var names = new ArrayList<Line>(drops(engine.board().drops(0)));
        engine.board().namedTotals().forEach((name, n) -> names.add(Line.of().keyed(name, n)));
        return line.children("counters", names);
    }

    private static List<Line> drops(Map<String, Long> drops) {
        return drops.entrySet().stream()
                .map(e -> Line.of().keyed(e.getKey(), e.getValue()))
                .toList();
    }

    private static String name(Column column) {
        return column.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

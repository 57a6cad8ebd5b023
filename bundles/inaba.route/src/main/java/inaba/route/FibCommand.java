package inaba.route;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.Fib;
import inaba.api.route.RouteRow;
import inaba.route.fib.Advice;
import inaba.route.fib.FibTrial;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `fib`: which lookup algorithm serves, and which would suit the present table best.
@Component(service = Command.class)
public final class FibCommand implements Command {
    private static final int SEED = 1;

    private final Node node;

    /// Those that are offered now; replaced as a whole when one comes or goes.
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Fib.Algorithm> algorithms = List.of();

    @Activate
    public FibCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "fib";
    }

    @Override
    public String summary() {
        return "forwarding tables and the algorithm that serves them";
    }

    @Override
    public List<String> usages() {
        return List.of("[show]", "advise");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        String verb = args.verb("show", "advise");
        args.end();
        if (verb.equals("advise")) {
            advise(call);
        } else {
            show(call);
        }
    }

    private void show(Call call) {
        for (var fib : node.loop().call(node::fibs)) {
            call.print(Line.columns()
                    .bare("table", fib.table())
                    .bare("family", fib.family())
                    .bare("algorithm", fib.algorithm())
                    .bare("routes", fib.routes())
                    .bare("bytes", fib.memory())
                    .bare("build-us", TimeUnit.NANOSECONDS.toMicros(fib.buildNanos()))
                    .bare("update-us", TimeUnit.NANOSECONDS.toMicros(fib.updateNanos()))
                    .bare("change-us", TimeUnit.NANOSECONDS.toMicros(fib.changeNanos())));
        }
    }

    /// Measures on the caller's thread, beside the packets.
    private void advise(Call call) throws CommandException {
        var offered = algorithms;
        if (offered.isEmpty()) {
            throw call.args().failed("no algorithm is offered: start inaba.fib.multibit");
        }
        var largest = largest();
        if (largest.getValue().isEmpty()) {
            throw call.args().failed("there are no routes to measure with");
        }
        var prefixes = List.copyOf(largest.getValue());
        var probes = FibTrial.within(prefixes, new SplittableRandom(SEED));
        var trial = new FibTrial(FibTrial.entries(prefixes), probes, node.time()::nanos);
        var results = new ArrayList<FibTrial.Result>();
        for (var algorithm : offered) {
            call.progress("measuring " + algorithm.name());
            results.add(trial.run(algorithm));
            if (call.cancelled()) {
                throw call.args().failed("stopped");
            }
        }
        print(call, largest.getKey(), results);
    }

    private void print(Call call, Root root, List<FibTrial.Result> results) throws CommandException {
        for (var result : results) {
            call.print(Line.columns()
                    .bare("algorithm", result.algorithm())
                    .bare("routes", result.routes())
                    .bare("lookups/s", result.lookupsPerSecond())
                    .bare("bytes", result.memory())
                    .bare("build-us", TimeUnit.NANOSECONDS.toMicros(result.buildNanos()))
                    .bare("update-us", TimeUnit.NANOSECONDS.toMicros(result.updateNanos())));
        }
        if (results.stream().mapToLong(FibTrial.Result::answers).distinct().count() > 1) {
            throw call.args().failed("the algorithms do not agree: one of them is wrong");
        }
        var advice = Advice.of(results);
        call.print(Line.text(advice.sentence(serving(root)))
                .keyed("table", root.table)
                .keyed("family", root.family)
                .keyed("advice", advice.best().algorithm()));
    }

    /// The algorithm of a table's FIB, or nothing while there is none.
    private String serving(Root root) {
        return node.loop().call(node::fibs).stream()
                .filter(fib -> fib.table().equals(root.table) && fib.family() == root.family)
                .map(Node.FibInfo::algorithm)
                .findFirst()
                .orElse("");
    }

    /// A table of one family.
    private record Root(String table, IpFamily family) {}

    /// The one with the most prefixes, as its FIB has them.
    private Map.Entry<Root, Set<Prefix>> largest() {
        var roots = new LinkedHashMap<Root, Set<Prefix>>();
        roots.put(new Root(RouteRow.MAIN, IpFamily.IPV6), new LinkedHashSet<>());
        for (var row : node.routes().rows()) {
            roots.computeIfAbsent(new Root(row.table(), row.family()), _ -> new LinkedHashSet<>())
                    .add(key(row.family(), row.destination()));
        }
        return roots.entrySet().stream()
                .max(Comparator.comparingInt(root -> root.getValue().size()))
                .orElseThrow();
    }

    /// The key of a prefix: FIBs of IPv4 have the 32 bits of an address first.
    private static Prefix key(IpFamily family, Prefix prefix) {
        return family == IpFamily.IPV6
                ? prefix
                : new Prefix(
                        new Ipv6Address(prefix.address().low() << Integer.SIZE, 0), family.length(prefix.length()));
    }
}

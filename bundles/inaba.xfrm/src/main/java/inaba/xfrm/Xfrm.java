package inaba.xfrm;

import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.SaRow;
import inaba.xfrm.core.Association;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/// IPsec as a protocol of the engine: while it runs, policies and associations are served. All that packets change is
/// in the rows, so that a successor goes on where this one stopped.
@Component(
        configurationPid = "inaba.xfrm",
        service = {Protocol.class, Xfrm.class})
@Designate(ocd = XfrmConfig.class)
public final class Xfrm implements Protocol {
    private final Map<String, List<Algorithm>> algorithms = new ConcurrentHashMap<>();
    private final Events events = new Events();
    private volatile @Nullable Database database;
    private volatile int natKeepalive;

    @Activate
    @Modified
    void configure(XfrmConfig config) {
        keepalive(config.nat_keepalive());
    }

    /// @param seconds as [XfrmConfig#nat_keepalive]
    void keepalive(int seconds) {
        natKeepalive = seconds;
    }

    @Override
    public String slot() {
        return "xfrm";
    }

    @Override
    public void start(Node node) {
        var started = new Database(node, this::algorithm, events, () -> natKeepalive);
        started.start();
        database = started;
    }

    @Override
    public void stop() {
        var running = database;
        database = null;
        if (running != null) {
            running.stop();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bindAlgorithm(Algorithm algorithm) {
        algorithms.merge(algorithm.name(), List.of(algorithm), Xfrm::joined);
        changed(Database::algorithmsChanged);
    }

    void unbindAlgorithm(Algorithm algorithm) {
        algorithms.computeIfPresent(algorithm.name(), (_, all) -> without(all, algorithm));
        changed(running -> running.algorithmGone(algorithm.name()));
    }

    private static List<Algorithm> joined(List<Algorithm> some, List<Algorithm> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable List<Algorithm> without(List<Algorithm> all, Algorithm leaving) {
        var rest = all.stream().filter(algorithm -> algorithm != leaving).toList();
        return rest.isEmpty() ? null : rest;
    }

    private void changed(Consumer<Database> change) {
        var running = database;
        if (running != null) {
            running.post(() -> {
                if (database == running) {
                    change.accept(running);
                }
            });
        }
    }

    /// The names of all algorithms that are here.
    public SortedSet<String> algorithms() {
        return new TreeSet<>(algorithms.keySet());
    }

    /// The algorithm of this name: while two versions of a bundle are there, this one's own, else the newest.
    public @Nullable Algorithm algorithm(String name) {
        var all = algorithms.get(name);
        if (all == null) {
            return null;
        }
        return all.stream()
                .filter(algorithm -> algorithm.getClass().getClassLoader() == Xfrm.class.getClassLoader())
                .findFirst()
                .orElse(all.getLast());
    }

    /// What `xfrm monitor` listens to.
    public Events events() {
        return events;
    }

    /// Says what is wrong with a row before it is put into the table.
    ///
    /// @throws IllegalArgumentException with what is wrong
    public void check(SaRow row) {
        Association.of(row, this::algorithm);
    }

    /// Why an association cannot be used, or null when it can.
    public @Nullable String unusable(SaRow.Key key) {
        var running = database;
        return running == null ? "inaba.xfrm is not started" : running.unusable(key);
    }
}

package inaba.ip.multicast;

import static inaba.api.multicast.QuerierRow.NEVER;

import inaba.api.link.LinkRow;
import inaba.api.multicast.QuerierRow;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What queries say of each link: which version is spoken, how often things are repeated, and what is to be answered.
public final class Queriers implements GroupReports.LinkVersions, AutoCloseable {
    private final Node node;
    private final ListenerVariables variables;
    private final GroupReports reports;
    private final Map<Integer, Time.Timer> timers = new HashMap<>();

    public Queriers(Node node, ListenerVariables variables, ReportSender sender) {
        this.node = node;
        this.variables = variables;
        this.reports = new GroupReports(node, variables, sender, this);
    }

    public GroupReports reports() {
        return reports;
    }

    public void adopt() {
        node.queriers().adopt(variables.owner()).forEach(this::arm);
        reports.adopt();
    }

    @Override
    public void close() {
        timers.values().forEach(Time.Timer::cancel);
        timers.clear();
        reports.close();
    }

    @Override
    public boolean older(int link) {
        var row = find(link);
        return row != null && row.older();
    }

    @Override
    public int robustness(int link) {
        var row = find(link);
        return row == null ? variables.robustness() : row.robustness();
    }

    /// A query on the link, RFC 3810 §6.2 and §8.2.1.
    public void queried(LinkRow link, Query query) {
        var known = find(link.index());
        var said = said(link.index(), query, known);
        boolean switched = said.older() && !speaksAs(said, known);
        store(switched ? said.withRespondAt(NEVER) : said);
        if (switched) {
            reports.versionChanged(link);
        }
        if (said.older()) {
            reports.olderQueried(link, query);
        } else if (query.general()) {
            answerLater(said, query);
        } else {
            reports.queried(link, query, said.respondAt());
        }
    }

    public void forget(int link) {
        node.queriers().remove(key(link));
        var timer = timers.remove(link);
        if (timer != null) {
            timer.cancel();
        }
        reports.forget(link);
    }

    /// §6.2, rules 1 and 2.
    private void answerLater(QuerierRow row, Query query) {
        long at = reports.within(query.delayMillis());
        if (row.respondAt() >= at) {
            store(row.withRespondAt(at));
        }
    }

    /// What the query leaves unsaid, and all that older versions cannot say, is as configured.
    private QuerierRow said(int link, Query query, @Nullable QuerierRow known) {
        var before = known == null ? unknown(link, query) : known;
        int robustness = query.older() ? before.robustness() : orElse(query.robustness(), variables.robustness());
        int interval =
                query.older() ? before.intervalSeconds() : orElse(query.intervalSeconds(), variables.intervalSeconds());
        long response = query.general() ? query.delayMillis() : before.responseMillis();
        var present = Duration.ofSeconds((long) robustness * interval).plusMillis(response);
        long until = node.time().nanos() + present.toNanos(); // RFC 3810 §9.12, RFC 3376 §8.12
        return new QuerierRow(
                link,
                query.querier(),
                robustness,
                interval,
                response,
                startsOlder(query) ? until : before.olderUntil(),
                query.version() == Query.Version.OLDEST ? until : before.oldestUntil(),
                before.respondAt(),
                variables.owner());
    }

    /// RFC 3376 §7.2.1: of IGMPv2 it takes a General Query.
    private boolean startsOlder(Query query) {
        return query.version() == Query.Version.OLDER && (query.general() || variables.family() == IpFamily.IPV6);
    }

    private QuerierRow unknown(int link, Query query) {
        return new QuerierRow(
                link,
                query.querier(),
                variables.robustness(),
                variables.intervalSeconds(),
                variables.responseMillis(),
                NEVER,
                NEVER,
                NEVER,
                variables.owner());
    }

    private void due(int index) {
        var row = find(index);
        var link = node.link(index);
        if (row == null || link == null) {
            return;
        }
        long now = node.time().nanos();
        var after = row.at(now);
        store(after);
        if (!speaksAs(after, row)) {
            reports.versionChanged(link);
        }
        if (now >= row.respondAt()) {
            reports.currentState(link);
        }
    }

    private void store(QuerierRow row) {
        node.queriers().put(row);
        arm(row);
    }

    private void arm(QuerierRow row) {
        int link = row.link();
        var running = timers.remove(link);
        if (running != null) {
            running.cancel();
        }
        if (row.next() != NEVER) {
            var delay = Duration.ofNanos(row.next() - node.time().nanos());
            timers.put(link, node.time().after(delay, () -> due(link)));
        }
    }

    private @Nullable QuerierRow find(int link) {
        return node.queriers().get(key(link));
    }

    private QuerierRow.Key key(int link) {
        return new QuerierRow.Key(link, variables.family());
    }

    private static boolean speaksAs(QuerierRow row, @Nullable QuerierRow other) {
        return other == null ? !row.older() : row.older() == other.older() && row.oldest() == other.oldest();
    }

    private static int orElse(int said, int otherwise) {
        return said == 0 ? otherwise : said;
    }
}

package inaba.mld;

import static inaba.api.multicast.QuerierRow.NEVER;

import inaba.api.link.LinkRow;
import inaba.api.multicast.QuerierRow;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.mld.core.Query;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What queries say of each link: which version is spoken, how often things are repeated, and what is to be answered.
final class Queriers implements GroupReports.LinkVersions, AutoCloseable {
    private final Node node;
    private final MldConfig config;
    private final GroupReports reports;
    private final Map<Integer, Time.Timer> timers = new HashMap<>();

    Queriers(Node node, MldConfig config, MldSender sender) {
        this.node = node;
        this.config = config;
        this.reports = new GroupReports(node, config, sender, this);
    }

    GroupReports reports() {
        return reports;
    }

    void adopt() {
        node.queriers().adopt(MldSession.OWNER).forEach(this::arm);
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
        var row = node.queriers().get(link);
        return row != null && row.older();
    }

    @Override
    public int robustness(int link) {
        var row = node.queriers().get(link);
        return row == null ? config.robustness() : row.robustness();
    }

    /// A query on the link, RFC 3810 §6.2 and §8.2.1.
    void queried(LinkRow link, Query query) {
        var known = node.queriers().get(link.index());
        var said = said(link.index(), query, known);
        boolean switched = said.older() && (known == null || !known.older());
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

    void forget(int link) {
        node.queriers().remove(link);
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

    /// What the query leaves unsaid, and all that MLDv1 cannot say, is as configured.
    private QuerierRow said(int link, Query query, @Nullable QuerierRow known) {
        var before = known == null ? unknown(link, query) : known;
        int robustness = query.older() ? before.robustness() : orElse(query.robustness(), config.robustness());
        int interval =
                query.older() ? before.intervalSeconds() : orElse(query.intervalSeconds(), config.query_interval_s());
        long response = query.general() ? query.delayMillis() : before.responseMillis();
        long until = before.olderUntil();
        if (query.older()) { // §9.12
            var present = Duration.ofSeconds((long) robustness * interval).plusMillis(response);
            until = node.time().nanos() + present.toNanos();
        }
        return new QuerierRow(
                link, query.querier(), robustness, interval, response, until, before.respondAt(), MldSession.OWNER);
    }

    private QuerierRow unknown(int link, Query query) {
        return new QuerierRow(
                link,
                query.querier(),
                config.robustness(),
                config.query_interval_s(),
                config.query_response_interval_ms(),
                NEVER,
                NEVER,
                MldSession.OWNER);
    }

    private void due(int index) {
        var row = node.queriers().get(index);
        var link = node.link(index);
        if (row == null || link == null) {
            return;
        }
        long now = node.time().nanos();
        boolean answers = now >= row.respondAt();
        boolean switches = now >= row.olderUntil();
        store(row.withRespondAt(answers ? NEVER : row.respondAt()).withOlderUntil(switches ? NEVER : row.olderUntil()));
        if (switches) {
            reports.versionChanged(link);
        }
        if (answers) {
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
        long next = Math.min(row.olderUntil(), row.respondAt());
        if (next != NEVER) {
            var delay = Duration.ofNanos(next - node.time().nanos());
            timers.put(link, node.time().after(delay, () -> due(link)));
        }
    }

    private static int orElse(int said, int otherwise) {
        return said == 0 ? otherwise : said;
    }
}

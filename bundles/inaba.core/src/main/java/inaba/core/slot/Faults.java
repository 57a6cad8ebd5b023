package inaba.core.slot;

import inaba.api.manage.Health;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs code of bundles, and keeps count of what it throws. Whose code it is, its class loader says.
public final class Faults implements Health {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final long LOG_EVERY_NANOS = 1_000_000_000L;
    /// The health rule: this many exceptions within the window, and the bundle is unhealthy.
    static final int LIMIT = 10;

    static final long WINDOW_NANOS = 10_000_000_000L;

    private static final int SHOWN_FRAMES = 8;

    /// The engine itself, which no rollback replaces.
    private static final long OWN = id(FrameworkUtil.getBundle(Faults.class));

    private final Map<Long, Account> accounts = new ConcurrentHashMap<>();
    private volatile Duration stuckAfter = Duration.ofSeconds(8);
    private volatile @Nullable BiConsumer<Long, String> unhealthy;

    /// Code that does not return to its thread is taken for stuck after so long.
    public void stuckAfter(Duration time) {
        stuckAfter = time;
    }

    public Duration stuckAfter() {
        return stuckAfter;
    }

    /// Who is told, at most once per bundle, that a bundle broke the rule.
    public void onUnhealthy(BiConsumer<Long, String> listener) {
        unhealthy = listener;
    }

    /// Runs the task; what it throws is counted for the bundle of `code`.
    ///
    /// @return false when it threw
    public boolean guard(Object code, Runnable task) {
        var before = LoopThread.enter(code);
        try {
            task.run();
            return true;
        } catch (Throwable thrown) {
            caught(code, thrown);
            return false;
        } finally {
            LoopThread.leave(before);
            LoopThread.check();
        }
    }

    /// Counts what code of the bundle of `code` has thrown.
    ///
    /// @throws LoopThread.FencedOff when that is what it has thrown: the thread ends
    public void caught(Object code, Throwable thrown) {
        LoopThread.check();
        var account = account(code, thrown);
        if (account.inWindow() >= LIMIT) {
            tell(account, account.exceptions + " exceptions, the last " + account.last);
        }
    }

    /// Whether it is code of a bundle that can be taken away: not the engine's.
    public static boolean foreign(Object code) {
        var bundle = FrameworkUtil.getBundle(code.getClass());
        return bundle != null && !bundle.equals(FrameworkUtil.getBundle(Faults.class));
    }

    /// Code of a bundle does not come back: that alone breaks the health rule.
    public void stuck(Object code, String what, StackTraceElement[] stack) {
        var stuck = new IllegalStateException(what + ':' + frames(stack));
        stuck.setStackTrace(stack);
        tell(account(code, stuck), what);
    }

    /// The innermost frames in one line.
    public static String frames(StackTraceElement[] stack) {
        return Stream.of(stack).limit(SHOWN_FRAMES).map(frame -> " at " + frame).collect(Collectors.joining());
    }

    private Account account(Object code, Throwable thrown) {
        var bundle = FrameworkUtil.getBundle(code.getClass());
        long id = id(bundle);
        var account = accounts.computeIfAbsent(id, _ -> new Account(id, name(bundle)));
        account.add(thrown);
        return account;
    }

    private void tell(Account account, String why) {
        var listener = unhealthy;
        if (account.firstTold() && listener != null) {
            listener.accept(account.bundle, why);
        }
    }

    /// Forgets a bundle that is gone.
    public void forget(long bundle) {
        accounts.remove(bundle);
    }

    @Override
    public List<Report> reports() {
        return accounts.values().stream()
                .map(Account::report)
                .sorted(Comparator.comparingLong(Report::bundle))
                .toList();
    }

    private static long id(@Nullable Bundle bundle) {
        return bundle == null ? 0 : bundle.getBundleId();
    }

    private static String name(@Nullable Bundle bundle) {
        return bundle == null || bundle.getSymbolicName() == null ? "inaba.core" : bundle.getSymbolicName();
    }

    private static final class Account {
        private final long bundle;
        private final String name;
        private long exceptions;
        private String last = "";
        private long lastLogged = System.nanoTime() - LOG_EVERY_NANOS;
        private long windowStart = System.nanoTime();
        private int inWindow;
        private boolean told;

        Account(long bundle, String name) {
            this.bundle = bundle;
            this.name = name;
        }

        synchronized void add(Throwable thrown) {
            exceptions++;
            last = thrown.toString();
            long now = System.nanoTime();
            if (now - windowStart > WINDOW_NANOS) {
                windowStart = now;
                inWindow = 0;
            }
            inWindow++;
            if (now - lastLogged >= LOG_EVERY_NANOS) {
                lastLogged = now;
                LOG.warn("{} threw ({} times so far)", name, exceptions, thrown);
            }
        }

        synchronized int inWindow() {
            return inWindow;
        }

        /// True once, for a bundle.
        synchronized boolean firstTold() {
            boolean first = !told && bundle != 0 && bundle != OWN;
            told = true;
            return first;
        }

        synchronized Report report() {
            return new Report(bundle, name, exceptions, last);
        }
    }
}

package inaba.addrconf;

import inaba.addrconf.core.Dad;
import inaba.addrconf.core.Dad.Action;
import inaba.addrconf.core.Dad.Event;
import inaba.addrconf.core.Lifetimes;
import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.wire.Ipv6Address;
import inaba.wire.nd.NonceOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks tentative addresses by [Dad], each with a timer of its own, and assigns them or gives them up.
final class DuplicateDetection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuplicateDetection.class);
    private static final int NONCES_KEPT = 8;

    private final Node node;
    private final AddrconfConfig config;
    private final AddrconfSender sender;
    private final Counter duplicates;
    private final Counter loops;
    private final Map<AddressKey, Attempt> attempts = new HashMap<>();

    DuplicateDetection(Node node, AddrconfConfig config, AddrconfSender sender) {
        this.node = node;
        this.config = config;
        this.sender = sender;
        this.duplicates = node.counters().named("inaba.addrconf.duplicates");
        this.loops = node.counters().named("inaba.addrconf.dad-looped-back");
    }

    /// Begins, or begins again, to check an address.
    ///
    /// @param delay before the first solicitation, RFC 4862 §5.4.2
    void begin(AddressRow row, Duration delay) {
        start(row.key(), Dad.begin(0, config.dup_addr_detect_transmits()), delay);
    }

    /// Goes on where a predecessor stopped: its last solicitation is given its time.
    void resume(AddressRow row) {
        var dad = Dad.begin(Math.max(0, row.dadTries()), config.dup_addr_detect_transmits());
        start(row.key(), dad, dad.sent() == 0 ? Duration.ZERO : retrans(row.link()));
    }

    boolean checking(AddressKey key) {
        return attempts.containsKey(key);
    }

    void cancel(AddressKey key) {
        var attempt = attempts.remove(key);
        if (attempt != null) {
            attempt.timer.cancel();
        }
    }

    void cancel(int link) {
        for (var key : List.copyOf(attempts.keySet())) {
            if (key.link() == link) {
                cancel(key);
            }
        }
    }

    @Override
    public void close() {
        attempts.values().forEach(attempt -> attempt.timer.cancel());
        attempts.clear();
    }

    /// Somebody else's solicitation, or our own: RFC 7527 §4.2.
    ///
    /// @return true when it was our own
    boolean solicited(AddressRow row, byte @Nullable [] nonce) {
        var attempt = attempts.get(row.key());
        boolean own = attempt != null && nonce != null && attempt.sent(nonce);
        if (own) {
            loops.add(1);
            LOG.warn("our own check of {} came back on {}", row.address(), name(row.link()));
        }
        happened(row, own ? Event.LOOPED_BACK : Event.SOLICITED);
        return own;
    }

    void advertised(AddressRow row) {
        happened(row, Event.ADVERTISED);
    }

    private void start(AddressKey key, Dad dad, Duration delay) {
        cancel(key);
        attempts.put(key, new Attempt(dad, timer(key, delay)));
    }

    private Time.Timer timer(AddressKey key, Duration delay) {
        return node.time().after(delay, () -> {
            var row = node.addresses().get(key);
            if (row != null) {
                happened(row, Event.TIMEOUT);
            }
        });
    }

    private void happened(AddressRow row, Event event) {
        var attempt = attempts.get(row.key());
        var step = (attempt == null ? Dad.begin(0, 0) : attempt.dad).on(event);
        if (attempt != null) {
            attempt.dad = step.state();
        }
        perform(row, attempt, step.action());
    }

    private void perform(AddressRow row, @Nullable Attempt attempt, Action action) {
        switch (action) {
            case SOLICIT -> solicit(row, attempt);
            case ASSIGN -> assign(row);
            case GIVE_UP -> giveUp(row);
            case WAIT -> {}
        }
    }

    private void solicit(AddressRow row, @Nullable Attempt attempt) {
        var link = node.link(row.link());
        if (link == null || attempt == null) {
            return;
        }
        byte[] nonce = new byte[NonceOption.MIN_NONCE];
        node.random().nextBytes(nonce);
        attempt.remember(nonce);
        attempt.timer = timer(row.key(), retrans(row.link()));
        node.addresses().put(row.withDadTries(attempt.dad.sent()));
        sender.check(link, row.address(), nonce);
    }

    private void assign(AddressRow row) {
        attempts.remove(row.key());
        node.addresses()
                .put(row.withState(
                        Lifetimes.assigned(row.preferredUntil(), node.time().nanos())));
    }

    /// RFC 4862 §5.4.5
    private void giveUp(AddressRow row) {
        cancel(row.key());
        duplicates.add(1);
        node.addresses().put(row.withState(State.DUPLICATE));
        var link = node.link(row.link());
        LOG.error("{} on {} is in use by another node: it is not assigned", row.address(), name(row.link()));
        if (link != null && isFromHardware(link, row.address())) {
            node.links().put(link.withDisabled("another node has " + row.address() + ", so probably also its MAC"));
            LOG.error("IPv6 is disabled on {}, as the MAC is probably not unique", link.name());
        }
    }

    private static boolean isFromHardware(LinkRow link, Ipv6Address address) {
        return address.equals(Ipv6Address.linkLocal(link.mac().eui64()));
    }

    /// RetransTimer, RFC 4861 §6.3.2
    Duration retrans(int link) {
        var learned = node.parameters().get(link);
        long millis = learned == null ? 0 : learned.retransMillis();
        return Duration.ofMillis(millis == 0 ? config.retrans_timer_ms() : millis);
    }

    private String name(int index) {
        var link = node.link(index);
        return link == null ? "link " + index : link.name();
    }

    /// A check that is going on.
    private static final class Attempt {
        private final Deque<byte[]> nonces = new ArrayDeque<>();
        private Dad dad;
        private Time.Timer timer;

        Attempt(Dad dad, Time.Timer timer) {
            this.dad = dad;
            this.timer = timer;
        }

        void remember(byte[] nonce) {
            if (nonces.size() == NONCES_KEPT) {
                nonces.removeFirst();
            }
            nonces.addLast(nonce);
        }

        boolean sent(byte[] nonce) {
            return nonces.stream().anyMatch(one -> Arrays.equals(one, nonce));
        }
    }
}

package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.osgi.framework.InvalidSyntaxException;

/// Packets that flow through an appliance all the time, from a host on the link `left` to one on the link `right`.
final class Flow {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final ToLongFunction<String> traffic;
    private final Sh sh;
    private long rate;
    private long excused;

    private Flow(ToLongFunction<String> traffic, Sh sh) {
        this.traffic = traffic;
        this.sh = sh;
    }

    /// Plugs the hosts in, and begins.
    ///
    /// @param rate packets per second
    static Flow start(TestAppliance appliance, Sh sh, long rate) throws Exception {
        appliance.addBundle(Traffic.class, "inaba.it.traffic", "1.0.0").start();
        TestAppliance.await("the driver serves", BOUND, () -> sh.done("swap")
                .lines()
                .anyMatch(line -> line.startsWith("link.flow") && !line.contains("(core)")));
        for (var link : new String[] {"left", "right"}) {
            sh.done("link", "add", link, "flow:" + link);
        }
        sh.done("addr6", "add", "2001:db8:f1::1/64", "dev", "left", "nodad");
        sh.done("addr6", "add", "2001:db8:f2::1/64", "dev", "right", "nodad");
        var flow = new Flow(service(appliance), sh);
        flow.rate(rate / 10);
        TestAppliance.await("packets arrive", BOUND, () -> flow.value("received") > 0);
        flow.excuse(); // the first of them had no neighbour yet
        flow.awaitAddresses();
        flow.rate(rate);
        return flow;
    }

    /// Waits until no address is tentative.
    void awaitAddresses() throws InterruptedException {
        TestAppliance.await(
                "no address is tentative", BOUND, () -> !sh.done("addr6").contains("tentative"));
    }

    @SuppressWarnings("unchecked") // what the bundle registers
    private static ToLongFunction<String> service(TestAppliance appliance) throws InvalidSyntaxException {
        var context = appliance.context();
        var reference = context.getServiceReferences(ToLongFunction.class, "(inaba.it=traffic)")
                .iterator()
                .next();
        return (ToLongFunction<String>) context.getService(reference);
    }

    long value(String word) {
        return traffic.applyAsLong(word);
    }

    void rate(long now) {
        rate = now;
        value("rate " + now);
    }

    /// Waits until so many more packets have come through.
    void more(long packets) throws InterruptedException {
        long until = value("received") + packets;
        TestAppliance.await(packets + " more packets arrive", BOUND, () -> value("received") >= until);
    }

    /// Pauses: what has not arrived by now was lost with good reason. Then goes on.
    void excuse() throws InterruptedException {
        pause();
        excused = value("sent") - value("received");
        value("rate " + rate);
    }

    private void pause() throws InterruptedException {
        value("rate 0");
        var sent = new AtomicLong(-1);
        TestAppliance.await("the sender pauses", BOUND, () -> sent.getAndSet(value("sent")) == value("sent"));
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (value("received") + excused < value("sent") && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /// Pauses: every packet has arrived, none twice, and the counters of the links add up. Then goes on.
    void allArrived() throws Exception {
        pause();
        assertEquals(value("sent"), value("received") + excused, () -> "packets lost\n" + sh.done("stat"));
        assertEquals(0, value("duplicated"));
        value("rate " + rate);
    }
}

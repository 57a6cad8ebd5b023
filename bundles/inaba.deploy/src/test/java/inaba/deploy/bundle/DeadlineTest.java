package inaba.deploy.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

@Timeout(30)
class DeadlineTest {
    private static final long ID = 7;
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Bundle bundle = (Bundle) Proxy.newProxyInstance(
            Bundle.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (_, method, _) -> method.getName().equals("getBundleId") ? ID : "inaba.nd");

    @Test
    void whatReturnsInTimeIsNotStuck() throws DeployException {
        var deadline = new Deadline(LONG);
        deadline.run(bundle, "start", () -> {}, () -> {});
        assertNull(deadline.stuck(ID));
    }

    @Test
    void whatThrowsSaysWhyInOneLine() {
        var failure = assertThrows(DeployException.class, () -> new Deadline(LONG)
                .run(
                        bundle,
                        "start",
                        () -> {
                            throw new BundleException("outer", new IllegalStateException("no route\nat all"));
                        },
                        () -> {}));
        assertEquals("inaba.nd start failed: java.lang.IllegalStateException: no route", failure.getMessage());
    }

    @Test
    void whatDoesNotReturnIsShownWithItsStackUntilItDoes() throws InterruptedException {
        var deadline = new Deadline(SHORT);
        var hang = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        var failure =
                assertThrows(DeployException.class, () -> deadline.run(bundle, "start", hang::await, late::countDown));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("inaba.nd start did not return"));
        var stuck = deadline.stuck(ID);
        assertNotNull(stuck);
        assertEquals("start", stuck.step());
        assertTrue(stuck.stack().stream().anyMatch(frame -> frame.contains("CountDownLatch.await")));
        hang.countDown();
        late.await();
        assertNull(deadline.stuck(ID));
    }

    @Test
    void whatIsInterruptedAsOftenAsItWaitsMayEnd() {
        var deadline = new Deadline(SHORT);
        var waits = new AtomicInteger();
        var interruptedLater = new AtomicBoolean();
        assertThrows(
                DeployException.class,
                () -> deadline.run(
                        bundle,
                        "start",
                        () -> {
                            while (waits.incrementAndGet() <= 2) {
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    continue; // deaf to the first
                                }
                            }
                        },
                        () -> interruptedLater.set(Thread.currentThread().isInterrupted())));
        while (deadline.stuck(ID) != null) {
            deadline.release(ID);
        }
        assertEquals(3, waits.get());
        assertFalse(interruptedLater.get());
    }
}

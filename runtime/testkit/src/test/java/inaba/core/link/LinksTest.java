package inaba.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.LinkRow;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.time.ManualTime;
import inaba.api.time.Time;
import inaba.core.loop.EngineLoop;
import inaba.core.path.Worker;
import inaba.core.slot.Faults;
import inaba.core.table.Rows;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A device that was opened and cannot serve is closed again, and the link is as it was.
class LinksTest {
    private final AtOnce loop = new AtOnce();
    private final Rows<Integer, LinkRow> rows = new Rows<>("links", 8, loop.time, new Faults(), List.of());
    private final Device before = new Device("before");
    private final Device after = new Device("after");
    private boolean fails;
    private final Links links = new Links(loop, rows, Path.of("unused"), new Crew(), () -> true, this::farewell);

    private final List<String> told = new ArrayList<>();

    /// Last words take two seconds.
    private Duration farewell(int link) {
        told.add("farewell of " + link + " at " + loop.time.nanos());
        return Duration.ofSeconds(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "delete", "close"})
    void aLinkStaysUntilTheLastWordsAreSaid(String how) throws LinkException {
        links.arrive(before);
        links.add(new Links.Wish("lan", "before", "eth0"));
        rows.watch((_, after) -> told.add(
                (after == null ? "gone" : after.up() ? "up" : "down") + " at " + loop.time.nanos() / 1_000_000_000L));
        switch (how) {
            case "down" -> links.down("lan");
            case "delete" -> links.delete("lan");
            default -> links.close();
        }
        assertEquals("farewell of 1 at 0", told.getFirst());
        var then =
                switch (how) {
                    case "down" -> List.of("down at 2");
                    case "delete" -> List.of("gone at 2");
                    default -> List.of();
                };
        assertEquals(then, told.subList(1, told.size()));
        assertEquals(2_000_000_000L, loop.time.nanos());
    }

    @Test
    void aLinkThatCannotBeginLeavesNothing() {
        links.arrive(before);
        fails = true;

        assertThrows(IllegalStateException.class, () -> links.add(new Links.Wish("lan", "before", "eth0")));

        assertEquals(0, before.open);
        assertNull(links.port(1));
        assertEquals(List.of(), rows.rows());
    }

    @Test
    void aLinkThatCannotChangeItsDriverKeepsTheOldOne() throws LinkException {
        links.arrive(before);
        links.arrive(after);
        links.add(new Links.Wish("lan", "before", "eth0"));
        var port = links.port(1);
        fails = true;

        assertThrows(IllegalStateException.class, () -> links.change("lan", "after", "eth0", false));

        assertEquals(0, after.open);
        assertEquals(1, before.open);
        assertEquals(port, links.port(1));
        assertEquals("before", rows.rows().getFirst().driver());
    }

    @Test
    void aLoopThatDoesNotAnswerIsNoReasonToKeepADeviceOpen() {
        links.arrive(before);
        loop.answersAfterwards = true;

        assertThrows(IllegalStateException.class, () -> links.add(new Links.Wish("lan", "before", "eth0")));

        assertEquals(0, before.open);
        assertEquals(List.of(), rows.rows());
    }

    @Test
    void aDeviceThatWasTakenByForceIsTakenSoAgain() throws LinkException {
        links.arrive(before);
        links.arrive(after);
        links.add(new Links.Wish("lan", "before", "eth0"));
        assertEquals(List.of("add lan before:eth0"), links.configuration());

        links.change("lan", "after", "eth0", true);
        assertEquals(List.of("add lan after:eth0 force"), links.configuration());

        links.change("lan", "before", "eth0", false);
        assertEquals(List.of("add lan before:eth0 force"), links.configuration());

        links.change("lan", "before", "eth1", false);
        assertEquals(List.of("add lan before:eth1"), links.configuration());
    }

    @Test
    void anotherDriverServesWhileADeviceThatCanBeOpenedOnceChangesItsOwn() throws LinkException {
        before.exclusive = true;
        links.arrive(before);
        links.arrive(after);
        links.add(new Links.Wish("lan", "before", "eth0"));
        rows.watch((_, row) -> told.add(served(Objects.requireNonNull(row))));

        links.arrive(before.successor());

        assertEquals(List.of("after with carrier", "before with carrier"), told);
        assertEquals(1, before.open);
        assertEquals(0, after.open);
    }

    @Test
    void withoutAnotherDriverADeviceThatCanBeOpenedOnceIsLetGoFirst() throws LinkException {
        before.exclusive = true;
        after.stamped = false;
        links.arrive(before);
        links.arrive(after);
        links.add(new Links.Wish("lan", "before", "eth0"));
        rows.watch((_, row) -> told.add(served(Objects.requireNonNull(row))));

        links.arrive(before.successor());

        assertEquals(List.of("before without carrier", "before with carrier"), told);
        assertEquals(1, before.open);
        assertEquals(0, after.open);
    }

    private static String served(LinkRow row) {
        return row.driver() + (row.carrier() ? " with" : " without") + " carrier";
    }

    private final class Crew implements Links.Staff {
        @Override
        public List<Worker> hire(String name, int link, Port port, int mtu) {
            return List.of();
        }

        @Override
        public void begin(List<Worker> workers) {
            if (fails) {
                throw new IllegalStateException("begin");
            }
        }

        @Override
        public void stop(List<Worker> workers) {}

        @Override
        public void end(List<Worker> workers, Runnable settled) {
            settled.run();
        }
    }

    private static final class Device implements LinkDriver {
        private final String name;
        private boolean exclusive;
        private boolean stamped = true;
        private int open;

        Device(String name) {
            this.name = name;
        }

        /// Another version of it, which counts with it.
        LinkDriver successor() {
            var first = this;
            return new LinkDriver() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
                    return first.open(device, options, listener);
                }
            };
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
            if (exclusive && open > 0) {
                throw new LinkException("busy");
            }
            open++;
            return new Port() {
                @Override
                public MacAddress mac() {
                    return new MacAddress(1);
                }

                @Override
                public int mtu() {
                    return 1500;
                }

                @Override
                public boolean carrier() {
                    return true;
                }

                @Override
                public boolean exclusive() {
                    return exclusive;
                }

                @Override
                public boolean stamped() {
                    return stamped && !exclusive;
                }

                @Override
                public Receiver receiver(int queue) {
                    throw new AssertionError("no worker was hired");
                }

                @Override
                public Transmitter transmitter() {
                    throw new AssertionError("no worker was hired");
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    /// A loop that runs everything at once; or a call too late, when nobody waits for it any more.
    private static final class AtOnce implements EngineLoop {
        private final ManualTime time = new ManualTime();
        private boolean answersAfterwards;
        private int calls;

        @Override
        public void post(Runnable task) {
            task.run();
        }

        @Override
        public <T> T call(Callable<T> task) {
            try {
                var late = answersAfterwards && ++calls == 2; // the first looks for the link's name
                if (late) {
                    throw new IllegalStateException("no answer");
                }
                return task.call();
            } catch (RuntimeException thrown) {
                throw thrown;
            } catch (Exception checked) {
                throw new AssertionError(checked);
            }
        }

        @Override
        public boolean onLoop() {
            return true;
        }

        @Override
        public Time time() {
            return time;
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public void add(Source source) {}

        @Override
        public void remove(Source source) {}

        @Override
        public void pause(Duration step) {
            time.advance(step);
        }

        @Override
        public void wake() {}

        @Override
        public void purge(ClassLoader gone) {}
    }
}

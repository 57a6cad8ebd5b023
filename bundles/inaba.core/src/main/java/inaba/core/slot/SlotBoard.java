package inaba.core.slot;

import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.Slots;
import inaba.core.loop.EngineLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All slots, and the choices of a person, which outlive the appliance in the state folder.
public final class SlotBoard implements Slots {
    private static final int SECONDS = 60;

    private final EngineLoop loop;
    private final Path choices;
    private final Map<String, Seat<?>> slots = new TreeMap<>();
    private final Set<Long> excluded = new HashSet<>();
    private final Properties chosen = new Properties();
    private @Nullable Shadow shadow;

    /// Compares a new implementation with the running one before it serves.
    public interface Shadow {
        /// What differed, a line each, and how many packets were compared; null when the slot knows no shadow.
        @Nullable
        List<Line> compare(String slot, String implementation, int packets);
    }

    public SlotBoard(EngineLoop loop, Path state) {
        this.loop = loop;
        this.choices = state.resolve("swaps.properties");
        load();
    }

    public void shadow(Shadow comparer) {
        shadow = comparer;
    }

    /// Makes a slot. On the loop.
    ///
    /// @param change lets an implementation serve; tells when the old one is free
    public <T> Place<T> place(String name, Changer<T> change) {
        var slot = new Seat<T>(name, change::change, excluded);
        var before = chosen.getProperty(name);
        if (before != null) {
            slot.prefer(before);
        }
        slots.put(name, slot);
        return new Place<>(slot);
    }

    public boolean has(String name) {
        return slots.containsKey(name);
    }

    /// A bundle broke the health rule: where another can serve, it does. On the loop.
    public void exclude(long bundle) {
        excluded.add(bundle);
        List.copyOf(slots.values()).forEach(seat -> seat.exclude(bundle));
    }

    @Override
    public List<Slot> slots() {
        return loop.call(() -> slots.values().stream().map(Seat::describe).toList());
    }

    @Override
    public void choose(String slot, String implementation, int lookups, Progress progress) throws CommandException {
        if (lookups > 0) {
            compare(slot, implementation, lookups, progress);
        }
        var done = new CompletableFuture<String>();
        String problem = loop.call(() -> chooseOnLoop(slot, implementation, done));
        if (problem.isEmpty()) {
            problem = await(done);
        }
        if (!problem.isEmpty()) {
            throw CommandException.failed("swap: " + problem);
        }
        save();
    }

    @Override
    public boolean serving(long bundle) {
        return loop.call(() -> slots.values().stream().anyMatch(s -> s.offeredBy(bundle))
                && slots.values().stream().allMatch(s -> s.serves(bundle)));
    }

    private void compare(String slot, String implementation, int lookups, Progress progress) throws CommandException {
        var comparer = shadow;
        var lines = comparer == null ? null : comparer.compare(slot, implementation, lookups);
        if (lines == null) {
            throw CommandException.failed("swap: " + slot + " knows no shadow for " + implementation);
        }
        lines.forEach(progress::line);
    }

    private static String await(CompletableFuture<String> done) throws CommandException {
        try {
            return done.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            throw CommandException.failed(
                    "swap: not finished after " + SECONDS + " s; the old implementation still serves");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("swap: interrupted");
        }
    }

    private String chooseOnLoop(String name, String implementation, CompletableFuture<String> done) {
        var slot = slots.get(name);
        if (slot == null) {
            return "no such slot: " + name + "; there are " + String.join(", ", slots.keySet());
        }
        if (!slot.choose(implementation)) {
            return name + " has no " + implementation + "; there are "
                    + String.join(", ", slot.describe().offered());
        }
        chosen.setProperty(name, slot.chosen());
        slot.whenSettled(() -> {
            var active = slot.active();
            boolean serves = active != null && active.name().equals(slot.chosen());
            done.complete(serves ? "" : slot.chosen() + " could not take over; see log");
        });
        return "";
    }

    private void load() {
        if (Files.exists(choices)) {
            try (var in = Files.newBufferedReader(choices)) {
                chosen.load(in);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read " + choices, unreadable);
            }
        }
    }

    private void save() {
        var copy = loop.call(() -> (Properties) chosen.clone());
        try {
            Files.createDirectories(choices.getParent());
            var fresh = choices.resolveSibling("swaps.properties.new");
            try (var out = Files.newBufferedWriter(fresh)) {
                copy.store(out, "what serves in each slot, as chosen with swap");
            }
            Files.move(fresh, choices, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot write " + choices, unwritable);
        }
    }

    /// See [Seat.Switch].
    @FunctionalInterface
    public interface Changer<T> {
        void change(@Nullable Offer<T> from, @Nullable Offer<T> to, Consumer<@Nullable Throwable> done);
    }

    /// A slot for those who fill it. On the loop.
    public static final class Place<T> {
        private final Seat<T> slot;

        Place(Seat<T> slot) {
            this.slot = slot;
        }

        public void offer(Offer<T> offered) {
            slot.offer(offered);
        }

        /// @param gone run once the service is no longer in use
        public void withdraw(T service, Runnable gone) {
            slot.withdraw(service, gone);
        }

        /// The offer of this name, or null.
        public @Nullable Offer<T> find(String implementation) {
            return slot.find(implementation);
        }
    }
}

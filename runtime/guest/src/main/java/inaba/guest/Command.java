package inaba.guest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A command that runs in a guest.
public final class Command {
    /// How much later than the guest's own limit we give up: the guest may be slow to tell.
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final String text;
    private final Duration limit;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /// What became of it.
    ///
    /// @param code   exit code; 143 where it took too long
    /// @param output standard output and errors together
    public record Outcome(int code, String output) {}

    Command(String text, Duration limit) {
        this.text = text;
        this.limit = limit;
    }

    void ended(Outcome how) {
        outcome.complete(how);
    }

    void failed(IOException why) {
        outcome.completeExceptionally(why);
    }

    public boolean isRunning() {
        return !outcome.isDone();
    }

    /// Waits for its end, which its limit bounds.
    ///
    /// @throws IOException when the guest died or does not answer
    public Outcome await() throws IOException, InterruptedException {
        try {
            return outcome.get(limit.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the guest is gone, at: " + text, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the guest does not answer within " + limit + ": " + text, e);
        }
    }

    /// Waits until it ends well.
    ///
    /// @return what it printed
    /// @throws IOException with what it printed, when its exit code is not 0
    public String succeed() throws IOException, InterruptedException {
        var how = await();
        if (how.code() != 0) {
            throw new IOException("exit code " + how.code() + ": " + text + "\n" + how.output());
        }
        return how.output();
    }
}

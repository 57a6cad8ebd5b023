package inaba.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Our end of the line to the script `agent` in a guest. Commands run side by side; each answer says whose it is.
final class Agent {
    private final OutputStream toGuest;
    private final InputStream fromGuest;
    private final Map<Integer, Command> running = new ConcurrentHashMap<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private int last;
    private volatile boolean gone;

    Agent(OutputStream toGuest, InputStream fromGuest) {
        this.toGuest = toGuest;
        this.fromGuest = new BufferedInputStream(fromGuest);
        Thread.ofPlatform().daemon().name("agent").start(this::read);
    }

    /// @return false when it did not say so in time
    boolean awaitReady(Duration limit) throws InterruptedException {
        return ready.await(limit.toNanos(), TimeUnit.NANOSECONDS) && !gone;
    }

    synchronized Command start(String text, Duration limit) throws IOException {
        var command = new Command(text, limit);
        int number = ++last;
        running.put(number, command);
        if (gone) {
            throw new EOFException("the guest is gone");
        }
        var words = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
        toGuest.write("%d %d %s\n".formatted(number, limit.toSeconds(), words).getBytes(US_ASCII));
        toGuest.flush();
        return command;
    }

    private void read() {
        try {
            for (var line = line(); !"ready".equals(line); line = line()) {
                continue; // what the boot loader may print
            }
            ready.countDown();
            while (true) {
                answer(line().split(" "));
            }
        } catch (IOException e) {
            gone = true;
            ready.countDown();
            running.values().forEach(command -> command.failed(e));
        }
    }

    private void answer(String[] words) throws IOException {
        var command = words.length == 3 ? running.remove(Integer.parseInt(words[0])) : null;
        if (command == null) {
            throw new IOException("no answer to a command of ours: " + String.join(" ", words));
        }
        int bytes = Integer.parseInt(words[2]);
        var output = fromGuest.readNBytes(bytes);
        command.ended(new Command.Outcome(Integer.parseInt(words[1]), new String(output, UTF_8)));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = fromGuest.read(); next != '\n'; next = fromGuest.read()) {
            if (next < 0) {
                throw new EOFException("the guest ended");
            }
            line.append((char) next);
        }
        return line.toString();
    }
}

package inaba.bench.forward;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Routers that are ready for a source, until it is closed.
final class Readiness implements AutoCloseable {
    private final Deque<AutoCloseable> undo = new ArrayDeque<>();

    Readiness(Source source, List<Flood> floods) throws IOException, InterruptedException {
        try {
            for (var flood : floods) {
                undo.push(source.ready(flood.router()));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (IOException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}

package inaba.shell.run;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Line;
import inaba.shell.render.Renderer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A call of a command in a line.
final class Invocation implements Call, AutoCloseable {
    private final Args args;
    private final Renderer renderer;
    private final PrintStream out;
    private final Consumer<String> progress;
    private final Path folder;
    private final Run run;
    private boolean showsProgress;
    private boolean closed;

    /// @param out where the renderer prints: when it fails, nobody reads any more
    /// @param folder where the person is
    Invocation(Args args, Renderer renderer, PrintStream out, Consumer<String> progress, Path folder, Run run) {
        this.args = args;
        this.renderer = renderer;
        this.out = out;
        this.progress = progress;
        this.folder = folder;
        this.run = run;
    }

    @Override
    public Args args() {
        return args;
    }

    @Override
    public synchronized void print(Line line) {
        if (!closed) {
            clearProgress();
            renderer.print(line);
        }
    }

    @Override
    public synchronized void progress(String text) {
        if (!closed) {
            renderer.flush();
            showsProgress = !text.isEmpty();
            progress.accept(text);
        }
    }

    @Override
    public Path file(String word) {
        return folder.resolve(word);
    }

    @Override
    public boolean cancelled() {
        return run.cancelled() || out.checkError();
    }

    @Override
    public void onCancel(Runnable task) {
        run.onCancel(task);
    }

    /// The command failed.
    synchronized void abandon() {
        end(renderer::abandon);
    }

    @Override
    public synchronized void close() {
        end(renderer::close);
    }

    private void end(Runnable renderer) {
        if (!closed) {
            clearProgress();
            closed = true;
            renderer.run();
        }
    }

    private void clearProgress() {
        if (showsProgress) {
            showsProgress = false;
            progress.accept("");
        }
    }
}

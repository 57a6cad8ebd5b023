package inaba.shell.render;

import inaba.api.manage.Line;

/// Shows the lines of one call. Used by one thread at a time.
public interface Renderer extends AutoCloseable {
    void print(Line line);

    /// Shows what is still held back, so that a notice may be shown in between.
    void flush();

    /// Ends the output of a call that failed: what was printed is well-formed, and nothing is not taken for a result.
    default void abandon() {
        close();
    }

    /// Ends the output; what was printed is then complete and well-formed.
    @Override
    void close();
}

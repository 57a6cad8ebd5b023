package inaba.shell.run;

import java.io.OutputStream;

/// Where a session shows what it has to say.
public interface Screen {
    /// Results.
    OutputStream out();

    /// Errors.
    OutputStream err();

    /// Shows how far work has come, instead of what was shown before; empty takes it away. Not part of the results.
    void progress(String text);
}

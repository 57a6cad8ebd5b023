package inaba.api.manage;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/// One call of a command.
@ProviderType
public interface Call {
    /// The words behind the command's name.
    Args args();

    /// Shows a line at once: as text, or as an element of a JSON array under `-j`.
    void print(Line line);

    /// Shows how far long work has come; replaces what was shown before. Not part of the result.
    void progress(String text);

    /// The file that a word names, as seen from the folder in which the person typed it.
    Path file(String word);

    /// True once the person pressed Ctrl-C or went away.
    boolean cancelled();

    /// Runs the task, on any thread, when the call is cancelled; at once if it was.
    void onCancel(Runnable task);
}

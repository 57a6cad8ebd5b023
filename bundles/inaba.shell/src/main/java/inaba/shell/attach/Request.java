package inaba.shell.attach;

import inaba.shell.attach.Frame.Type;
import java.io.IOException;
import java.util.List;

/// The first message of a client.
///
/// @param folder where the person is: files are named from there
/// @param words of the command, the line alone, or type, columns and rows of the terminal
public record Request(Type type, String folder, List<String> words) {
    private static final String BETWEEN = "\0"; // no word that a process is given contains it

    public Request {
        words = List.copyOf(words);
    }

    public Frame frame() {
        return Frame.text(type, folder + BETWEEN + String.join(BETWEEN, words));
    }

    /// @throws IOException when the message is no request
    public static Request of(Frame frame) throws IOException {
        var parts = List.of(frame.text().split(BETWEEN, -1));
        boolean fits =
                switch (frame.type()) {
                    case WORDS -> parts.size() > 1;
                    case LINE -> parts.size() == 2;
                    case PROMPT -> parts.size() == 4;
                    default -> false;
                };
        if (!fits) {
            throw new IOException("a client must speak first with a request, not " + frame.type());
        }
        return new Request(frame.type(), parts.getFirst(), parts.subList(1, parts.size()));
    }
}

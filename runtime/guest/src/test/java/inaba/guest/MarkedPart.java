package inaba.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A part of a document, between two marks, that a test writes.
///
/// @param writer named by the first mark
record MarkedPart(Path document, String writer) {
    private static final String END = "<!-- end of what is written -->\n";

    /// Writes the document anew where the part says something else.
    ///
    /// @return whether it was so
    /// @throws IOException where the marks are missing
    boolean write(String text) throws IOException {
        var mark = "<!-- written by " + writer + " -->\n";
        var present = Files.readString(document);
        int begin = present.indexOf(mark);
        int end = present.indexOf(END, begin);
        if (begin < 0 || end < begin) {
            throw new IOException(document + " has no place for what " + writer + " writes");
        }
        var right = present.substring(0, begin) + mark + text + present.substring(end);
        if (right.equals(present)) {
            return false;
        }
        Files.writeString(document, right);
        return true;
    }
}

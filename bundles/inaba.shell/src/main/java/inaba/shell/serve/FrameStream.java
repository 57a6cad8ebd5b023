package inaba.shell.serve;

import inaba.shell.attach.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Bytes as messages of one type.
final class FrameStream extends OutputStream {
    private final Frame.Type type;
    private final Work.Sender sender;

    FrameStream(Frame.Type type, Work.Sender sender) {
        this.type = type;
        this.sender = sender;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        for (int at = from; at < from + count; at += Frame.LIMIT) {
            int end = Math.min(from + count, at + Frame.LIMIT);
            sender.send(new Frame(type, Arrays.copyOfRange(bytes, at, end)));
        }
    }
}

package inaba.shell.attach;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A message: one byte of type, four bytes of length (big endian), payload.
public record Frame(Type type, byte[] payload) {
    /// The socket's name in the state folder.
    public static final String SOCKET = "sh.sock";

    /// The longest payload, in bytes; a longer one is a broken peer.
    public static final int LIMIT = 1 << 20;

    private static final int HEADER_BYTES = 5;

    /// What a message is. The client speaks first: with [#WORDS], [#LINE] or [#PROMPT].
    public enum Type {
        /// From the client: a [Request] to run one command.
        WORDS('W'),
        /// From the client: a [Request] to run a line.
        LINE('L'),
        /// From the client: a [Request] for a prompt; its words are the terminal's type, columns and rows.
        PROMPT('P'),
        /// From the client: bytes from the keyboard.
        KEYS('K'),
        /// From the client: columns and rows of the terminal, 32 bits each.
        SIZE('S'),
        /// From the client: Ctrl-C.
        CANCEL('C'),
        /// To the client: bytes for standard output.
        OUT('o'),
        /// To the client: bytes for standard error.
        ERR('e'),
        /// To the client: progress as text, to replace what was shown before.
        PROGRESS('p'),
        /// To the client, at the end: the exit code, 32 bits.
        EXIT('x');

        private final byte code;

        Type(char code) {
            this.code = (byte) code;
        }

        static Type of(int code) throws IOException {
            for (var type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new IOException("unknown message type " + code);
        }
    }

    public static Frame text(Type type, String text) {
        return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Frame numbers(Type type, int... numbers) {
        var payload = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        for (int number : numbers) {
            payload.putInt(number);
        }
        return new Frame(type, payload.array());
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /// The number at this place.
    ///
    /// @throws IOException when the payload has none there
    public int number(int index) throws IOException {
        if (payload.length < (index + 1) * Integer.BYTES) {
            throw new IOException("message " + type + " is too short");
        }
        return ByteBuffer.wrap(payload).getInt(index * Integer.BYTES);
    }

    /// The next message, or null when the peer went away between two.
    ///
    /// @throws IOException when it went away within one, or what it sent is none
    public static @Nullable Frame read(DataInputStream in) throws IOException {
        int code = in.read();
        if (code < 0) {
            return null;
        }
        var type = Type.of(code);
        int length = ByteBuffer.wrap(exactly(in, Integer.BYTES)).getInt();
        if (length < 0 || length > LIMIT) {
            throw new IOException("message of " + length + " bytes");
        }
        return new Frame(type, exactly(in, length));
    }

    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("message cut short");
        }
        return bytes;
    }

    /// Writes the whole message; callers on several threads take turns by a lock of theirs.
    public void write(WritableByteChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put(type.code)
                .putInt(payload.length)
                .put(payload)
                .flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

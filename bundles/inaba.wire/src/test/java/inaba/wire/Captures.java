package inaba.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Frames of `captures.txt`: a name, then lines of hexadecimal digits set in from the margin.
public final class Captures {
    private static final Map<String, String> FRAMES = read();

    private Captures() {}

    /// A fresh copy of the frame of this name.
    public static MemorySegment frame(String name) {
        String hex = FRAMES.get(name);
        if (hex == null) {
            throw new IllegalArgumentException("no frame is called " + name);
        }
        return hex(hex);
    }

    /// What an IPv6 frame without extension headers carries.
    public static MemorySegment payload(String name) {
        return frame(name).asSlice(EthernetHeader.BYTES + Ipv6Header.BYTES);
    }

    /// Octets in hexadecimal digits; white space is for the reader.
    public static MemorySegment hex(String digits) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
    }

    private static Map<String, String> read() {
        var frames = new HashMap<String, String>();
        String name = "";
        for (String line : text().lines().filter(l -> !l.startsWith("#")).toList()) {
            if (line.startsWith(" ")) {
                frames.merge(name, line.strip(), String::concat);
            } else {
                name = line;
            }
        }
        return frames;
    }

    private static String text() {
        try (InputStream in = Captures.class.getResourceAsStream("captures.txt")) {
            if (in == null) {
                throw new IllegalStateException("captures.txt is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

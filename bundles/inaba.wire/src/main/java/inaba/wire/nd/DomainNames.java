package inaba.wire.nd;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Names one after the other in the form of RFC 1035 §3.1, never compressed, then zeros: RFC 8106 §5.2.
///
/// A label may hold letters, digits, `-` and `_` only. RFC 1035 would allow any octet, but what comes from the
/// network ends up in files and on terminals that take spaces, quotes or control characters for something else.
final class DomainNames {
    /// RFC 1035 §2.3.4
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;

    private DomainNames() {}

    /// True if whole names fill `s` from `at`, one at least, with nothing but zeros behind the last.
    static boolean valid(MemorySegment s, long at) {
        if (Layouts.u8(s, at) == 0) {
            return false;
        }
        long name = at;
        while (name < s.byteSize() && Layouts.u8(s, name) != 0) {
            long next = behind(s, name);
            if (next < 0 || next - name > MAX_NAME) {
                return false;
            }
            name = next;
        }
        return isZero(s, name);
    }

    /// The offset behind the name at `at`, or -1 if it is not a name.
    private static long behind(MemorySegment s, long at) {
        long label = at;
        while (label < s.byteSize()) {
            int length = Layouts.u8(s, label);
            if (length == 0) {
                return label + 1;
            }
            if (length > MAX_LABEL || length >= s.byteSize() - label || !isLabel(s, label + 1, length)) {
                return -1;
            }
            label += 1 + length;
        }
        return -1;
    }

    private static boolean isLabel(MemorySegment s, long at, int length) {
        for (long i = at; i < at + length; i++) {
            if (!isLabelCharacter(Layouts.u8(s, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabelCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static boolean isZero(MemorySegment s, long at) {
        for (long i = at; i < s.byteSize(); i++) {
            if (Layouts.u8(s, i) != 0) {
                return false;
            }
        }
        return true;
    }

    static List<String> read(MemorySegment s, long at) {
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        long label = at;
        while (label < s.byteSize() && (Layouts.u8(s, label) != 0 || !name.isEmpty())) {
            int length = Layouts.u8(s, label);
            if (length == 0) {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(name.isEmpty() ? "" : ".").append(text(s, label + 1, length));
            }
            label += 1 + length;
        }
        return List.copyOf(names);
    }

    private static String text(MemorySegment s, long at, int length) {
        return StandardCharsets.US_ASCII
                .decode(s.asSlice(at, length).asByteBuffer())
                .toString();
    }

    /// The octets that the names take on the wire.
    ///
    /// @throws IllegalArgumentException if one of them is not a name
    static int bytesFor(List<String> names) {
        return names.stream().mapToInt(name -> encode(name).length).sum();
    }

    static void write(List<String> names, MemorySegment s, long at) {
        long name = at;
        for (String text : names) {
            byte[] octets = encode(text);
            s.asSlice(name, octets.length).copyFrom(MemorySegment.ofArray(octets));
            name += octets.length;
        }
    }

    private static byte[] encode(String name) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        byte[] octets = new byte[bare.length() + 2]; // a length octet before each label, and the root
        int at = 0;
        for (String label : bare.split("\\.", -1)) {
            if (label.isEmpty()
                    || label.length() > MAX_LABEL
                    || !label.chars().allMatch(DomainNames::isLabelCharacter)) {
                throw new IllegalArgumentException("'" + name + "' is not a domain name: '" + label
                        + "' is not a label of 1 to 63 letters, digits, '-' and '_'");
            }
            octets[at++] = (byte) label.length();
            for (int i = 0; i < label.length(); i++) {
                octets[at++] = (byte) label.charAt(i);
            }
        }
        if (octets.length > MAX_NAME) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a domain name: it takes " + octets.length + " of 255 octets");
        }
        return octets;
    }
}

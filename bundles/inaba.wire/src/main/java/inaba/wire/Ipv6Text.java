package inaba.wire;

/// Reads RFC 4291 §2.2 and writes RFC 5952.
final class Ipv6Text {
    private static final int GROUPS = 8;
    private static final int NO_GAP = -1;

    private final String text;
    private final int[] groups = new int[GROUPS];
    private int count;
    private int gap = NO_GAP;
    private int at;

    private Ipv6Text(String text) {
        this.text = text;
    }

    static Ipv6Address parse(String text) {
        return new Ipv6Text(text).address();
    }

    private Ipv6Address address() {
        if (text.isEmpty()) {
            throw wrong("it is empty");
        }
        if (text.indexOf('%') >= 0) {
            throw wrong("a zone is not allowed here");
        }
        if (text.startsWith("::")) {
            openGap();
        } else if (text.charAt(0) == ':') {
            throw wrong("it begins with a single ':'");
        }
        while (at < text.length()) {
            group();
        }
        return assemble();
    }

    /// One group and the colon or colons behind it, or the dotted tail.
    private void group() {
        int end = at;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 0x80) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            dottedTail();
            return;
        }
        if (end == at) {
            throw wrong("'" + text.charAt(at) + "' at position " + (at + 1) + " is not a hexadecimal digit");
        }
        if (end - at > 4) {
            throw wrong("'" + text.substring(at, end) + "' has more than four digits");
        }
        add(Integer.parseInt(text, at, end, 16));
        at = end;
        separator();
    }

    private void separator() {
        if (at == text.length()) {
            return;
        }
        if (text.startsWith("::", at)) {
            openGap();
        } else if (text.charAt(at) != ':') {
            throw wrong("'" + text.charAt(at) + "' at position " + (at + 1) + " is not a hexadecimal digit");
        } else if (++at == text.length()) {
            throw wrong("it ends with a single ':'");
        }
    }

    private void openGap() {
        if (gap != NO_GAP) {
            throw wrong("'::' appears twice");
        }
        gap = count;
        at += 2;
        if (at < text.length() && text.charAt(at) == ':') {
            throw wrong("':::' is never right");
        }
    }

    private void dottedTail() {
        if (count == 0 && gap == NO_GAP) {
            throw wrong("an IPv4 address needs '::ffff:' before it");
        }
        int ipv4;
        try {
            ipv4 = Ipv4Text.parse(text.substring(at));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an IPv6 address: " + e.getMessage(), e);
        }
        add(ipv4 >>> 16);
        add(ipv4 & 0xffff);
        at = text.length();
    }

    private void add(int group) {
        if (count == GROUPS) {
            throw wrong("it has more than eight groups");
        }
        groups[count++] = group;
    }

    private Ipv6Address assemble() {
        if (gap == NO_GAP && count < GROUPS) {
            throw wrong("it has " + count + " of eight groups and no '::'");
        }
        if (gap != NO_GAP && count == GROUPS) {
            throw wrong("'::' stands for nothing beside eight groups");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            high = high << 16 | low >>> 48;
            low = low << 16 | groupAt(i);
        }
        return new Ipv6Address(high, low);
    }

    /// Group `i` of eight, once the gap is filled with zeros.
    private int groupAt(int i) {
        if (gap == NO_GAP || i < gap) {
            return groups[i];
        }
        int behind = i - (GROUPS - count);
        return behind < gap ? 0 : groups[behind];
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("'" + text + "' is not an IPv6 address: " + why);
    }

    static String print(Ipv6Address address) {
        if (address.isMapped()) {
            return "::ffff:" + Ipv4Text.print(address.toIpv4()); // RFC 5952 §5
        }
        int start = 0;
        int length = 1; // §4.2.2: never one group alone
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(address, i);
            if (zeros > length) { // §4.2.3: the longest, then the first
                start = i;
                length = zeros;
            }
        }
        return length == 1
                ? groups(address, 0, GROUPS)
                : groups(address, 0, start) + "::" + groups(address, start + length, GROUPS);
    }

    private static int zerosFrom(Ipv6Address address, int i) {
        int end = i;
        while (end < GROUPS && group(address, end) == 0) {
            end++;
        }
        return end - i;
    }

    private static String groups(Ipv6Address address, int from, int to) {
        var out = new StringBuilder(39);
        for (int i = from; i < to; i++) {
            if (i > from) {
                out.append(':');
            }
            out.append(Integer.toHexString(group(address, i))); // §4.1, §4.3: short, lower case
        }
        return out.toString();
    }

    private static int group(Ipv6Address address, int i) {
        long half = i < 4 ? address.high() : address.low();
        return (int) (half >>> (48 - 16 * (i & 3))) & 0xffff;
    }
}

package inaba.link.packet;

import inaba.api.link.LinkException;
import java.util.regex.Pattern;

/// What to open: `eth1`, or `eth1,queues=4`.
///
/// @param queues each has a ring and a worker of its own; 1 to 64
record PacketDevice(String name, int queues) {
    private static final int MOST = 64;
    private static final Pattern TEXT = Pattern.compile("([^,]+)(?:,queues=(\\d{1,2}))?");

    static PacketDevice parse(String text) throws LinkException {
        var words = TEXT.matcher(text);
        int queues = !words.matches() ? 0 : words.group(2) == null ? 1 : Integer.parseInt(words.group(2));
        if (queues < 1 || queues > MOST) {
            throw new LinkException("expected DEVICE[,queues=1.." + MOST + "] such as eth1, not \"" + text + '"');
        }
        return new PacketDevice(words.group(1), queues);
    }
}

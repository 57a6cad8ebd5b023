package inaba.api.manage;

import inaba.api.link.LinkRow;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words that say which link is meant, alike in every command: `LINK`, and the zone in `fe80::1%lan` (RFC 4007 §11).
public final class LinkWords {
    /// When there are more links than this, an error does not name them.
    private static final int NAMED = 8;

    private LinkWords() {}

    /// Checks the name of a link that is to be.
    ///
    /// @throws IllegalArgumentException saying what a name is
    public static String newName(String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,14}")) {
            throw new IllegalArgumentException("a letter, then up to 14 letters, digits or _ . -");
        }
        return name;
    }

    /// Takes the next word, the name of a link.
    ///
    /// @throws CommandException when no link has this name
    public static LinkRow next(Args args, Collection<LinkRow> links) throws CommandException {
        return find(args, links, args.next("LINK"));
    }

    /// The link of this name.
    public static LinkRow find(Args args, Collection<LinkRow> links, String name) throws CommandException {
        return links.stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow(() -> args.failed(unknown(name, links)));
    }

    /// The link of a zone: its name or, as RFC 4007 §11.2 wants, its index. No name begins with a digit.
    public static LinkRow zone(Args args, Collection<LinkRow> links, String zone) throws CommandException {
        for (var link : links) {
            if (Integer.toString(link.index()).equals(zone)) {
                return link;
            }
        }
        return find(args, links, zone);
    }

    /// The name of the link that a zone, `dev`, or both agreeing, say; null when neither was typed.
    ///
    /// @throws CommandException when they differ, or there is no such link
    public static @Nullable String device(
            Args args, Collection<LinkRow> links, @Nullable String zone, @Nullable String device)
            throws CommandException {
        if (zone == null) {
            return device;
        }
        var name = zone(args, links, zone).name();
        if (device != null && !device.equals(name)) {
            throw args.usage("expected one link, not both " + name + " and " + device);
        }
        return name;
    }

    /// What is said of a name that no link has.
    public static String unknown(String name, Collection<LinkRow> links) {
        var others = links.isEmpty()
                ? "there is none yet"
                : links.size() > NAMED
                        ? "link show lists them"
                        : (links.size() == 1 ? "there is " : "there are ")
                                + links.stream().map(LinkRow::name).collect(Collectors.joining(", "));
        return "no link named \"" + name + "\"; " + others;
    }
}

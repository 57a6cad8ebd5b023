package inaba.api.manage;

import inaba.api.route.RouteRow.Preference;
import inaba.wire.InterfaceAddress;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words of a call, read from left to right. Every error says what was expected and where.
public final class Args {
    /// What iproute2 also takes.
    private static final Map<String, List<String>> ALIASES =
            Map.of("show", List.of("list", "lst"), "del", List.of("delete"));

    private final String command;
    private final List<String> words;
    private int at;

    public Args(String command, List<String> words) {
        this.command = command;
        this.words = List.copyOf(words);
    }

    public boolean hasNext() {
        return at < words.size();
    }

    /// The next word, or null at the end.
    public @Nullable String peek() {
        return hasNext() ? words.get(at) : null;
    }

    /// Takes the next word when it is this one.
    public boolean accept(String word) {
        if (!word.equals(peek())) {
            return false;
        }
        at++;
        return true;
    }

    /// Takes the next word, a verb; as in iproute2 its first letters are enough, and the first verb that fits wins.
    /// `list` and `lst` are taken for `show`, `delete` for `del`.
    ///
    /// @param verbs the first is meant when no word follows
    public String verb(String... verbs) throws CommandException {
        if (!hasNext()) {
            return verbs[0];
        }
        String word = next("a verb");
        for (String verb : verbs) {
            if (verb.startsWith(word)
                    || ALIASES.getOrDefault(verb, List.of()).stream().anyMatch(alias -> alias.startsWith(word))) {
                return verb;
            }
        }
        throw usage("expected " + choice(List.of(verbs)) + ", not \"" + word + '"');
    }

    /// Takes the next word, one of these.
    public String oneOf(String... words) throws CommandException {
        return oneOf(List.of(words));
    }

    /// As [#oneOf(String...)], in their order.
    public String oneOf(Collection<String> words) throws CommandException {
        String word = peek();
        if (word == null || !words.contains(word)) {
            throw unexpected(choice(words));
        }
        at++;
        return word;
    }

    /// A router preference, RFC 4191 §2.1: `high`, `medium` or `low`.
    public Preference preference() throws CommandException {
        return Preference.valueOf(oneOf("high", "medium", "low").toUpperCase(Locale.ROOT));
    }

    /// Takes the next word.
    ///
    /// @param expected what should stand there, for the error: `LINK`
    public String next(String expected) throws CommandException {
        String word = peek();
        if (word == null) {
            throw usage("expected " + expected + after());
        }
        at++;
        return word;
    }

    /// Takes and parses the next word; an IllegalArgumentException of the parser becomes the error.
    public <T> T next(String expected, Parser<T> parser) throws CommandException {
        String where = after();
        String word = next(expected);
        try {
            return parser.parse(word);
        } catch (IllegalArgumentException wrong) {
            String why = wrong.getMessage() == null ? "" : ": " + wrong.getMessage();
            throw usage("expected " + expected + where + ", not \"" + word + '"' + why);
        }
    }

    public Ipv6Address address() throws CommandException {
        return address(IpFamily.IPV6);
    }

    public Ipv6Address address(IpFamily family) throws CommandException {
        return next("an " + family + " address", family::parseAddress);
    }

    public InterfaceAddress interfaceAddress(IpFamily family) throws CommandException {
        return next("ADDR/LEN", family::parseInterfaceAddress);
    }

    /// An address that may say its zone: `fe80::1%lan`.
    public Zoned<Ipv6Address> zonedAddress() throws CommandException {
        return zonedAddress(IpFamily.IPV6);
    }

    public Zoned<Ipv6Address> zonedAddress(IpFamily family) throws CommandException {
        return zoned("an " + family + " address", family::parseAddress);
    }

    /// As [#next(String, Parser)], of a word that may say its zone.
    public <T> Zoned<T> zoned(String expected, Parser<T> parser) throws CommandException {
        return next(expected, word -> Zoned.parse(word, parser));
    }

    /// A prefix, a bare address, or `default`.
    public Prefix prefix(IpFamily family) throws CommandException {
        return next("a prefix", word -> word.equals("default") ? family.all() : family.parsePrefix(word));
    }

    public InterfaceAddress interfaceAddress() throws CommandException {
        return interfaceAddress(IpFamily.IPV6);
    }

    public Prefix prefix() throws CommandException {
        return prefix(IpFamily.IPV6);
    }

    public MacAddress mac() throws CommandException {
        return next("a MAC address", MacAddress::parse);
    }

    /// A decimal number within the range, both ends included.
    public long number(String expected, long min, long max) throws CommandException {
        return next(expected + " from " + min + " to " + max, word -> {
            long value = parseLong(word);
            if (value < min || value > max) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    /// `on` or `off`.
    public boolean onOff() throws CommandException {
        return oneOf("on", "off").equals("on");
    }

    /// Says that a word is missing or wrong.
    public CommandException usage(String message) {
        return CommandException.usage(command + ": " + message);
    }

    public CommandException failed(String message) {
        return CommandException.failed(command + ": " + message);
    }

    /// The present word is none that can stand here.
    public CommandException unexpected(String expected) {
        String word = peek();
        return usage("expected " + expected + after() + (word == null ? "" : ", not \"" + word + '"'));
    }

    /// Nothing may follow.
    public void end() throws CommandException {
        if (hasNext()) {
            throw unexpected("nothing more");
        }
    }

    /// `a, b or c`.
    private static String choice(Collection<String> words) {
        var all = List.copyOf(words);
        int last = all.size() - 1;
        return last < 1 ? String.join("", all) : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }

    private String after() {
        return at == 0 ? "" : " after \"" + words.get(at - 1) + '"';
    }

    private static long parseLong(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("not a whole number", wrong);
        }
    }

    /// Makes a value of a word.
    @FunctionalInterface
    public interface Parser<T> {
        /// @throws IllegalArgumentException with a message that says what is wrong
        T parse(String word);
    }
}

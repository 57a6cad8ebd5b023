package inaba.ip.multicast;

import inaba.api.multicast.SourceFilter;
import inaba.wire.Ipv6Address;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The notation of RFC 3810 in tables of tests: sources are letters, `INCLUDE ab`, `TO_EX b`.
final class Rows {
    private static final Ipv6Address SOURCES = Ipv6Address.parse("2001:db8::");

    private Rows() {}

    static Ipv6Address source(int letter) {
        return SOURCES.withInterfaceId(letter);
    }

    static SortedSet<Ipv6Address> sources(String letters) {
        var sources = new TreeSet<Ipv6Address>();
        letters.chars().forEach(letter -> sources.add(source(letter)));
        return sources;
    }

    static SourceFilter filter(String text) {
        var words = text.split(" ");
        return new SourceFilter(SourceFilter.Mode.valueOf(words[0]), sources(words.length > 1 ? words[1] : ""));
    }

    static TreeMap<Ipv6Address, Integer> counters(String text) {
        var counters = new TreeMap<Ipv6Address, Integer>();
        for (int i = 0; i + 1 < text.length(); i += 2) {
            counters.put(source(text.charAt(i)), text.charAt(i + 1) - '0');
        }
        return counters;
    }

    static String text(TreeMap<Ipv6Address, Integer> counters) {
        var text = new StringBuilder();
        counters.forEach((source, count) -> text.append((char) source.low()).append(count));
        return text.toString();
    }

    static String text(SortedSet<Ipv6Address> sources) {
        var text = new StringBuilder();
        sources.forEach(source -> text.append((char) source.low()));
        return text.toString();
    }

    static String text(ListenerRecord one) {
        return (one.type() + " " + text(one.sources())).strip();
    }

    static String text(List<ListenerRecord> records) {
        return String.join(", ", records.stream().map(Rows::text).toList());
    }
}

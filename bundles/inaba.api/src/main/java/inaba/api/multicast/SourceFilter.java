package inaba.api.multicast;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which sources of a multicast group are wanted: those of a list, or all but those (RFC 3810 §3).
///
/// @param sources unicast addresses, in ascending order
public record SourceFilter(Mode mode, SortedSet<Ipv6Address> sources) {
    /// The most sources that one listener may name.
    public static final int MOST_SOURCES = 1024;

    /// Every source: what MLDv1 calls listening.
    public static final SourceFilter ANY = exclude();
    /// No source: nobody listens.
    public static final SourceFilter NONE = include();

    /// What the list says.
    public enum Mode {
        /// Only these are wanted.
        INCLUDE,
        /// All but these are wanted.
        EXCLUDE
    }

    public SourceFilter {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    public static SourceFilter include(Ipv6Address... sources) {
        return new SourceFilter(Mode.INCLUDE, new TreeSet<>(Arrays.asList(sources)));
    }

    public static SourceFilter exclude(Ipv6Address... sources) {
        return new SourceFilter(Mode.EXCLUDE, new TreeSet<>(Arrays.asList(sources)));
    }

    /// What an interface must receive so that each of its listeners gets what it wants, RFC 3810 §4.2.
    public static SourceFilter merged(Collection<SourceFilter> listeners) {
        var included = new TreeSet<Ipv6Address>();
        TreeSet<Ipv6Address> excluded = null;
        for (var one : listeners) {
            if (one.mode == Mode.INCLUDE) {
                included.addAll(one.sources);
            } else if (excluded == null) {
                excluded = new TreeSet<>(one.sources);
            } else {
                excluded.retainAll(one.sources);
            }
        }
        if (excluded == null) {
            return new SourceFilter(Mode.INCLUDE, included);
        }
        excluded.removeAll(included);
        return new SourceFilter(Mode.EXCLUDE, excluded);
    }

    public boolean admits(Ipv6Address source) {
        return sources.contains(source) == (mode == Mode.INCLUDE);
    }

    /// True when no source is wanted.
    public boolean isNone() {
        return mode == Mode.INCLUDE && sources.isEmpty();
    }

    /// `exclude 2001:db8::1 2001:db8::2`
    @Override
    public String toString() {
        var text = new StringBuilder(mode == Mode.INCLUDE ? "include" : "exclude");
        sources.forEach(source -> text.append(' ').append(IpFamily.text(source)));
        return text.toString();
    }
}

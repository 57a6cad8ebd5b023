package inaba.shell.complete;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A usage of a command, `add ADDR/LEN dev LINK [anycast] [preferred S]`, as a machine that tells which words may
/// follow.
///
/// Words in upper case are values, all others stand for themselves. `[..]` may be left out, `...` may be repeated,
/// `(..)` and `{..}` group; `|` without blanks chooses between words, with blanks between all that stands on its sides.
/// Options that stand side by side come in any order, as in iproute2.
public final class Usage {
    /// A word that may come next: itself, or the name of a value in upper case.
    public record Symbol(String text, boolean value) {}

    /// @param option which the word begins, or -1
    private record Edge(Symbol symbol, int to, int option) {}

    private record State(List<Edge> edges, List<Integer> free) {
        State() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /// An option in brackets; the options within it have the numbers up to `end`.
    private static final class Option {
        private boolean repeated;
        private int end;
    }

    /// A state, and the options that were given on the way to it.
    private record Place(int state, Set<Integer> given) {}

    private final List<State> states = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private final UsageTokens tokens;

    private Usage(String text) {
        tokens = new UsageTokens(text);
        choice(verb(state()), -1);
    }

    public static Usage parse(String text) {
        return new Usage(text);
    }

    /// What may follow these words; nothing when they do not fit.
    public Set<Symbol> after(List<String> words) {
        var places = reachable(Set.of(new Place(0, Set.of())));
        for (var word : words) {
            places = step(places, word);
        }
        var next = new LinkedHashSet<Symbol>();
        for (var place : places) {
            open(place).forEach(edge -> next.add(edge.symbol));
        }
        return next;
    }

    private List<Edge> open(Place place) {
        return states.get(place.state).edges.stream()
                .filter(edge -> !place.given.contains(edge.option))
                .toList();
    }

    /// A word that fits literally is meant literally; else it is the beginning of one, as in iproute2, or a value.
    private Set<Place> step(Set<Place> from, String word) {
        var exact = new LinkedHashSet<Place>();
        var other = new LinkedHashSet<Place>();
        for (var place : from) {
            for (var edge : open(place)) {
                if (!edge.symbol.value && edge.symbol.text.equals(word)) {
                    exact.add(new Place(edge.to, given(place, edge)));
                } else if (edge.symbol.value || edge.symbol.text.startsWith(word)) {
                    other.add(new Place(edge.to, given(place, edge)));
                }
            }
        }
        return reachable(exact.isEmpty() ? other : exact);
    }

    /// An option is given once; one that may be repeated starts with its own options anew.
    private Set<Integer> given(Place place, Edge edge) {
        if (edge.option < 0) {
            return place.given;
        }
        var option = options.get(edge.option);
        var given = new TreeSet<>(place.given);
        if (option.repeated) {
            given.removeIf(other -> other > edge.option && other < option.end);
        } else {
            given.add(edge.option);
        }
        return given;
    }

    private Set<Place> reachable(Set<Place> from) {
        var reached = new LinkedHashSet<Place>();
        from.forEach(place -> reach(place, reached));
        return reached;
    }

    private void reach(Place place, Set<Place> reached) {
        if (reached.add(place)) {
            states.get(place.state).free.forEach(to -> reach(new Place(to, place.given), reached));
        }
    }

    private int state() {
        states.add(new State());
        return states.size() - 1;
    }

    private void free(int from, int to) {
        states.get(from).free.add(to);
    }

    /// Sequences with `|` between them, up to a closing bracket.
    ///
    /// @param option that begins here, or -1
    private int choice(int from, int option) {
        int end = state();
        free(sequence(from, option), end);
        while (tokens.accept("|")) {
            free(sequence(from, option), end);
        }
        return end;
    }

    /// A verb that may be left out, `[show]`, stands before all else and is none of the options behind it.
    private int verb(int from) {
        var verb = tokens.leadingVerb();
        if (verb == null) {
            return from;
        }
        int end = state();
        states.get(from).edges.add(new Edge(new Symbol(verb, false), end, -1));
        free(from, end);
        return end;
    }

    private int sequence(int from, int option) {
        int at = from;
        int head = option;
        while (tokens.inSequence()) {
            at = tokens.at("[") ? options(at) : item(at, head);
            head = -1;
        }
        return at;
    }

    /// Options side by side: from one state, and back to it.
    private int options(int from) {
        int hub = state();
        free(from, hub);
        while (tokens.accept("[")) {
            int number = options.size();
            var option = new Option();
            options.add(option);
            free(choice(hub, number), hub);
            tokens.accept("]");
            option.repeated = tokens.accept("...");
            option.end = options.size();
        }
        return hub;
    }

    private int item(int from, int option) {
        int begin = state();
        free(from, begin);
        int end;
        if (tokens.accept("(")) {
            end = choice(begin, option);
            tokens.accept(")");
        } else {
            end = state();
            for (var word : tokens.next().split("\\|+")) {
                boolean value = !word.isEmpty() && Character.isUpperCase(word.charAt(0));
                states.get(begin).edges.add(new Edge(new Symbol(word, value), end, option));
            }
        }
        if (tokens.accept("...")) {
            free(end, begin);
        }
        return end;
    }
}

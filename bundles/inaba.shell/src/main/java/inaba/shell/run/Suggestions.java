package inaba.shell.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/// What a mistyped command may have meant.
final class Suggestions {
    private static final int SHOWN = 3;

    private Suggestions() {}

    /// `unknown command "lnik": did you mean link?`
    static String unknown(String name, Collection<String> known) {
        var near = known.stream()
                .filter(other -> distance(name, other) <= Math.max(1, name.length() / 3)
                        || name.length() > 1 && other.startsWith(name))
                .sorted(Comparator.comparingInt(other -> distance(name, other)))
                .limit(SHOWN)
                .collect(Collectors.joining(", "));
        return "unknown command \"" + name + "\": "
                + (near.isEmpty() ? "help lists the commands" : "did you mean " + near + '?');
    }

    /// Characters to add, drop, change or exchange with the next one.
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int cheapest(int[][] rows, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + same);
        boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}

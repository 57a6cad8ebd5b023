package inaba.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/// `./inaba soak real [TIME] [seed N]`: see [ApplianceSoak].
///
/// Exit code 0 all held, 1 something did not, 2 wrong usage.
public final class SoakMain {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h|)");
    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final int USAGE = 2;

    private SoakMain() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        long seed = System.nanoTime();
        var time = USUAL;
        for (int i = 0; i < words.length; i++) {
            var matcher = TIME.matcher(words[i]);
            if (words[i].equals("seed") && i + 1 < words.length && words[i + 1].matches("\\d{1,18}")) {
                seed = Long.parseLong(words[++i]);
            } else if (matcher.matches()) {
                time = Duration.parse(
                        "PT" + matcher.group(1) + (matcher.group(2).isEmpty() ? "S" : matcher.group(2)));
            } else {
                System.err.println("inaba: soak real expects [TIME] [seed N], not '" + words[i] + "'");
                System.exit(USAGE);
            }
        }
        System.out.println("seed " + seed);
        System.exit(ApplianceSoak.run(System.out, seed, time) ? 0 : 1);
    }
}

package inaba.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `./inaba fuzz [TARGET] [TIME]`: the target, or all of them, for so long in all.
///
/// Exit code 0 nothing found, 1 something found, 2 wrong usage.
public final class Main {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h|)");
    private static final int USAGE = 2;
    private static final long EACH = 10;

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var targets = new ArrayList<>(Subjects.all().keySet());
        Duration time = null;
        for (var word : args) {
            var matcher = TIME.matcher(word);
            if (matcher.matches()) {
                time = seconds(Long.parseLong(matcher.group(1)), matcher.group(2));
            } else if (Subjects.all().containsKey(word)) {
                targets.retainAll(List.of(word));
            } else {
                System.err.println("inaba: fuzz expects [TARGET] [TIME], not '" + word + "'; targets are "
                        + String.join(", ", Subjects.all().keySet()) + ", times 30, 30s, 10m, 2h");
                System.exit(USAGE);
            }
        }
        var each = time == null ? Duration.ofSeconds(EACH) : time.dividedBy(targets.size());
        var home = Path.of(System.getProperty("inaba.home", ".")).toAbsolutePath();
        System.exit(run(targets, each, home.resolve("runtime/fuzz/target/fuzz")) ? 0 : 1);
    }

    /// @return true when nothing was found
    static boolean run(List<String> targets, Duration each, Path folder) throws IOException, InterruptedException {
        long all = 0;
        var cpu = Duration.ZERO;
        int findings = 0;
        for (var target : targets) {
            var run = new Run(target, folder, System.out::println);
            run.go(each);
            all += run.executions();
            cpu = cpu.plus(run.cpu());
            System.out.println(target + ": " + run.executions() + " executions in "
                    + run.cpu().toSeconds()
                    + " s of CPU, "
                    + (run.finding().isEmpty() ? "nothing found" : "a finding"));
            if (!run.finding().isEmpty()) {
                findings++;
                run.finding().forEach(line -> System.out.println("    " + line));
            }
        }
        System.out.println(all + " executions in " + cpu.toMinutes() + " min of CPU, " + findings
                + " findings; corpora and findings in " + folder);
        return findings == 0;
    }

    private static Duration seconds(long number, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}

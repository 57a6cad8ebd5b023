package inaba.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The options of `inaba run`.
///
/// @param features names of files in `features/`, in order; never empty
/// @param values   of the variables of features, as `--set` named them
/// @param links    what `--link` named, in order; names differ
/// @param config   file of commands to run at start, or null
/// @param state    folder of everything that outlives the process
/// @param headless never read standard input
/// @param clean    forget deployed bundles and swap choices first
public record Options(
        List<String> features,
        Map<String, String> values,
        List<Link> links,
        @Nullable Path config,
        Path state,
        boolean headless,
        boolean clean) {

    public static final String HELP = """
            usage: inaba run [OPTION]...
              --feature NAME             a set of bundles and configurations from features/: router (default), host,
                                         tunnel-broker
              --set VARIABLE=VALUE       what a feature asks for: tunnel-broker wants broker, prefix and uplink
              --link NAME=DRIVER:DEVICE  a link over a device, e.g. lan=packet:eth1;
                                         drivers: packet, pcap, sim, tap, udp, xdp.
                                         DEVICE,force takes the device of the default route too
                                         Without --link: two simulated links with a simulated host on each
              --config FILE              commands to run at start, one a line, # comments
              --state DIR                where state is kept (default: $XDG_STATE_HOME/inaba or ~/.local/state/inaba,
                                         for root /var/lib/inaba); one appliance a folder
              --headless                 no prompt; prints "ready" and serves until SIGTERM
              --clean                    forget deployed bundles and swap choices
            """;

    /// One `--link NAME=DRIVER:DEVICE`.
    public record Link(String name, String driver, String device) {
        private static final Pattern SYNTAX = Pattern.compile("([A-Za-z][A-Za-z0-9._-]{0,31})=([a-z][a-z0-9]*):(.+)");

        static Link parse(String text) throws StartException {
            var match = SYNTAX.matcher(text);
            if (!match.matches()) {
                throw StartException.usage(
                        "--link expects NAME=DRIVER:DEVICE, for example lan=packet:eth1, not '" + text + "'");
            }
            return new Link(match.group(1), match.group(2), match.group(3));
        }

        @Override
        public String toString() {
            return name + "=" + driver + ":" + device;
        }
    }

    /// Reads the words after `inaba run`.
    ///
    /// @throws StartException with exit code 2 for the first word that is wrong
    public static Options parse(List<String> arguments) throws StartException {
        var words = new ArrayDeque<>(arguments);
        var features = new ArrayList<String>();
        var values = new LinkedHashMap<String, String>();
        var links = new ArrayList<Link>();
        Path config = null;
        var state = StateFolder.defaultPath();
        var headless = false;
        var clean = false;
        while (!words.isEmpty()) {
            var option = words.pop();
            switch (option) {
                case "--feature" -> features.add(value(option, words));
                case "--set" -> set(values, value(option, words));
                case "--link" -> links.add(unused(links, Link.parse(value(option, words))));
                case "--config" -> config = Path.of(value(option, words)).toAbsolutePath();
                case "--state" -> state = Path.of(value(option, words)).toAbsolutePath();
                case "--headless" -> headless = true;
                case "--clean" -> clean = true;
                default -> throw StartException.usage("run: unknown option '" + option + "'; see: inaba run --help");
            }
        }
        if (features.isEmpty()) {
            features.add("router");
        }
        return new Options(
                List.copyOf(features), values, List.copyOf(links), config, state.normalize(), headless, clean);
    }

    /// The same, but never reading standard input.
    Options asHeadless() {
        return new Options(features, values, links, config, state, true, clean);
    }

    private static String value(String option, Deque<String> words) throws StartException {
        var value = words.poll();
        if (value == null || value.isEmpty() || value.startsWith("--")) {
            throw StartException.usage("run: " + option + " expects a value; see: inaba run --help");
        }
        return value;
    }

    private static void set(Map<String, String> values, String text) throws StartException {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1 || text.chars().anyMatch(Character::isWhitespace)) {
            throw StartException.usage("--set expects VARIABLE=VALUE, not '" + text + "'");
        }
        if (values.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
            throw StartException.usage("--set names '" + text.substring(0, equals) + "' twice");
        }
    }

    private static Link unused(List<Link> links, Link link) throws StartException {
        for (var other : links) {
            if (other.name().equals(link.name())) {
                throw StartException.usage("--link names '" + link.name() + "' twice");
            }
        }
        return link;
    }
}

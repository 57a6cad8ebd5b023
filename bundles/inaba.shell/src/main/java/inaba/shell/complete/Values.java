package inaba.shell.complete;

import inaba.api.manage.Command;
import inaba.wire.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What may stand for an upper-case word of a usage. A command's own answer comes first.
final class Values {
    private static final Logger LOG = LoggerFactory.getLogger(Values.class);
    private static final Path DEVICES = Path.of("/sys/class/net");
    /// Drivers whose devices are interfaces of the system.
    private static final Set<String> ON_INTERFACES = Set.of("packet", "pcap", "xdp");

    private final View view;

    Values(View view) {
        this.view = view;
    }

    /// @param words those before it
    List<String> of(Command command, String name, List<String> words) {
        try {
            var own = command.complete(name);
            return own.isEmpty() ? known(command, name, words).distinct().toList() : own;
        } catch (RuntimeException e) {
            LOG.debug("{} cannot complete {}", command.name(), name, e);
            return List.of();
        }
    }

    private Stream<String> known(Command command, String name, List<String> words) {
        return switch (name) {
            case "LINK" -> links();
            case "ADDR", "SRC" -> addresses(family(command));
            case "ADDR/LEN" ->
                view.addresses()
                        .filter(row -> family(command).test(row.family()))
                        .map(row -> IpFamily.text(row.address()) + "/"
                                + row.family().length(row.prefixLength()));
            case "PREFIX" -> prefixes(family(command));
            case "MAC" ->
                view.rows(node -> node.neighbors().rows().stream())
                        .filter(row -> row.state().resolved())
                        .map(row -> row.mac().toString());
            case "DRIVER:DEVICE" -> view.drivers().flatMap(Values::devices);
            case "SLOT" -> view.slots().map(slot -> slot.name());
            case "NAME" -> named(command, words);
            default -> Stream.empty();
        };
    }

    private Stream<String> links() {
        return view.links().map(row -> row.name());
    }

    /// Commands of one family end in its number.
    private static Predicate<IpFamily> family(Command command) {
        return switch (command.name().charAt(command.name().length() - 1)) {
            case '4' -> IpFamily.IPV4::equals;
            case '6' -> IpFamily.IPV6::equals;
            default -> _ -> true;
        };
    }

    private Stream<String> addresses(Predicate<IpFamily> family) {
        return Stream.concat(
                        view.addresses()
                                .filter(row -> family.test(row.family()))
                                .map(row -> row.address()),
                        view.rows(node -> node.neighbors().rows().stream()
                                .filter(row -> family.test(row.family()))
                                .map(row -> row.address())))
                .map(IpFamily::text);
    }

    private Stream<String> prefixes(Predicate<IpFamily> family) {
        return Stream.concat(
                        view.rows(node -> node.routes().rows().stream()
                                .filter(row -> family.test(row.family()))
                                .map(row -> row.destination())),
                        view.addresses()
                                .filter(row -> family.test(row.family()))
                                .map(row -> row.subnet()))
                .map(IpFamily::text);
    }

    private static Stream<String> devices(String driver) {
        return ON_INTERFACES.contains(driver)
                ? interfaces().stream().map(device -> driver + ':' + device)
                : Stream.of(driver + ':');
    }

    private static List<String> interfaces() {
        try (var devices = Files.list(DEVICES)) {
            return devices.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of(); // not Linux
        }
    }

    /// The implementations of the slot before it, or a link.
    private Stream<String> named(Command command, List<String> words) {
        return command.name().equals("link")
                ? links()
                : view.slots().filter(slot -> words.contains(slot.name())).flatMap(slot -> slot.offered().stream());
    }
}

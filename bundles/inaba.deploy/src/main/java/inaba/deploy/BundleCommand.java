package inaba.deploy;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.deploy.bundle.DeployException;
import inaba.deploy.bundle.Workshop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `bundle ...`, and the short commands that stand for one of its verbs each.
final class BundleCommand implements Command {
    private static final List<String> USAGES =
            List.of("[show [BUNDLE]]", "install|update FILE", "start|rollback BUNDLE", "stop|uninstall BUNDLE [force]");

    private final Workshop workshop;
    private final String name;
    private final @Nullable String verb;
    private final String summary;
    private final List<String> usages;

    private BundleCommand(Workshop workshop, String name, @Nullable String verb, String summary, List<String> usages) {
        this.workshop = workshop;
        this.name = name;
        this.verb = verb;
        this.summary = summary;
        this.usages = usages;
    }

    /// All of them.
    static List<Command> all(Workshop workshop) {
        return List.of(
                new BundleCommand(workshop, "bundle", null, "show, add, replace and roll back bundles", USAGES),
                new BundleCommand(workshop, "lb", "show", "short for bundle show", List.of("[BUNDLE]")),
                new BundleCommand(workshop, "install", "install", "short for bundle install", List.of("FILE")),
                new BundleCommand(workshop, "update", "update", "short for bundle update", List.of("FILE")),
                new BundleCommand(workshop, "start", "start", "short for bundle start", List.of("BUNDLE")),
                new BundleCommand(workshop, "stop", "stop", "short for bundle stop", List.of("BUNDLE [force]")),
                new BundleCommand(
                        workshop, "uninstall", "uninstall", "short for bundle uninstall", List.of("BUNDLE [force]")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public List<String> usages() {
        return usages;
    }

    @Override
    public List<String> complete(String word) {
        return word.equals("BUNDLE") ? workshop.details().names() : List.of();
    }

    @Override
    public void run(Call call) throws CommandException {
        var wanted = verb == null
                ? call.args().verb("show", "install", "update", "start", "stop", "uninstall", "rollback")
                : verb;
        if (wanted.equals("show")) {
            show(call);
            return;
        }
        var operand = call.args().next(wanted.equals("install") || wanted.equals("update") ? "a jar file" : "a bundle");
        boolean force = (wanted.equals("stop") || wanted.equals("uninstall"))
                && call.args().accept("force");
        call.args().end();
        try {
            var answer = change(wanted, operand, force, call);
            call.print(Line.text(answer).bare("done", answer));
        } catch (DeployException e) {
            throw call.args().failed(String.valueOf(e.getMessage()));
        }
    }

    private String change(String wanted, String operand, boolean force, Call call) throws DeployException {
        var deployer = workshop.deployer();
        return switch (wanted) {
            case "install" -> deployer.install(call.file(operand), call::progress);
            case "update" -> deployer.update(call.file(operand), call::progress);
            case "start" -> deployer.start(operand);
            case "stop" -> deployer.stop(operand, force);
            case "uninstall" -> deployer.uninstall(operand, force);
            case "rollback" -> deployer.rollback(operand);
            default -> throw new IllegalStateException(wanted);
        };
    }

    private void show(Call call) throws CommandException {
        var details = workshop.details();
        var bundle = call.args().hasNext() ? call.args().next("a bundle") : null;
        call.args().end();
        try {
            if (bundle == null) {
                details.rows().forEach(call::print);
            } else {
                details.of(bundle).forEach(call::print);
            }
        } catch (DeployException e) {
            throw call.args().failed(String.valueOf(e.getMessage()));
        }
    }
}

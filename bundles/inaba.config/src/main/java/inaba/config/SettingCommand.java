package inaba.config;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.io.IOException;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;

/// `setting`: what Configuration Admin tells the bundles, with the names, ranges and defaults of their metatype.
///
/// What was set here is remembered here, so that it can be shown as commands without asking anybody.
@Component(service = Command.class)
public final class SettingCommand implements Command {
    private static final int ORDER = 5; // before links, so that what depends on settings finds them
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin admin;
    private final SettingTypes types;
    private final SortedMap<String, String> made = new ConcurrentSkipListMap<>();

    @Activate
    public SettingCommand(
            BundleContext context, @Reference ConfigurationAdmin admin, @Reference MetaTypeService metatype) {
        this.admin = admin;
        this.types = new SettingTypes(context, metatype);
    }

    @Override
    public String name() {
        return "setting";
    }

    @Override
    public String summary() {
        return "settings of the bundles: their ranges, defaults and clauses";
    }

    @Override
    public List<String> usages() {
        return List.of("[show] [PID]", "set PID SETTING VALUE", "unset PID SETTING");
    }

    @Override
    public List<String> complete(String word) {
        return switch (word) {
            case "PID" -> List.copyOf(types.all().keySet());
            case "SETTING" ->
                types.all().values().stream()
                        .flatMap(Collection::stream)
                        .map(AttributeDefinition::getID)
                        .distinct()
                        .sorted()
                        .toList();
            default -> List.of();
        };
    }

    @Override
    public int configurationOrder() {
        return ORDER;
    }

    @Override
    public List<String> configuration() {
        return made.values().stream().map(line -> "set " + line).toList();
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "set", "unset")) {
            case "set" -> set(args);
            case "unset" -> unset(args);
            default -> show(call);
        }
    }

    private void show(Call call) throws CommandException {
        var args = call.args();
        var wanted = args.hasNext() ? pid(args) : null;
        args.end();
        for (var each : types.all().entrySet()) {
            if (wanted == null || wanted.equals(each.getKey())) {
                var values = values(args, each.getKey());
                each.getValue().forEach(setting -> call.print(line(each.getKey(), setting, values, wanted != null)));
            }
        }
    }

    private static Line line(
            String pid, AttributeDefinition setting, Dictionary<String, Object> values, boolean withText) {
        var value = values.get(setting.getID());
        var standard = setting.getDefaultValue();
        var line = Line.columns()
                .keyed("pid", pid)
                .keyed("setting", setting.getID())
                .keyed("value", SettingTypes.text(value == null ? standard : value))
                .keyed("default", SettingTypes.text(standard));
        return withText ? line.keyed("description", setting.getDescription()) : line;
    }

    private void set(Args args) throws CommandException {
        var pid = pid(args);
        var setting = setting(args, pid);
        var text = args.next("VALUE");
        args.end();
        var fault = SettingTypes.fault(setting, text);
        if (!fault.isEmpty()) {
            throw args.usage(setting.getID() + " cannot be \"" + text + "\": " + fault);
        }
        var values = values(args, pid);
        values.put(setting.getID(), SettingTypes.value(setting, text));
        update(args, pid, values);
        made.put(pid + ' ' + setting.getID(), pid + ' ' + setting.getID() + ' ' + text);
    }

    private void unset(Args args) throws CommandException {
        var pid = pid(args);
        var setting = setting(args, pid);
        args.end();
        var values = values(args, pid);
        values.remove(setting.getID());
        update(args, pid, values);
        made.remove(pid + ' ' + setting.getID());
    }

    private String pid(Args args) throws CommandException {
        return args.oneOf(types.all().keySet());
    }

    private AttributeDefinition setting(Args args, String pid) throws CommandException {
        var name = args.next("SETTING");
        var found = types.find(pid, name);
        if (found == null) {
            throw args.failed(pid + " has no setting \"" + name + '"');
        }
        return found;
    }

    private Dictionary<String, Object> values(Args args, String pid) throws CommandException {
        try {
            var present = admin.getConfiguration(pid, ANY_BUNDLE).getProperties();
            return present == null ? new Hashtable<>(Map.of()) : present;
        } catch (IOException e) {
            throw args.failed("cannot read the settings of " + pid + ": " + e.getMessage());
        }
    }

    private void update(Args args, String pid, Dictionary<String, Object> values) throws CommandException {
        try {
            admin.getConfiguration(pid, ANY_BUNDLE).update(values);
        } catch (IOException e) {
            throw args.failed("cannot keep the settings of " + pid + ": " + e.getMessage());
        }
    }
}

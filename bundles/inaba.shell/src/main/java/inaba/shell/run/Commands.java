package inaba.shell.run;

import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.shell.text.Filter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The commands by name, each registered as the Gogo function `inaba:NAME`. Any thread.
///
/// Of two commands of a name the newest serves: an update stands beside the running bundle before that one goes.
@Component(service = Commands.class)
public final class Commands {
    public static final String SCOPE = "inaba";

    private static final Comparator<ServiceReference<?>> NEWEST = Comparator.<ServiceReference<?>>comparingInt(
                    reference -> reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0)
            .thenComparingLong(reference -> (Long) reference.getProperty(Constants.SERVICE_ID));

    private final BundleContext context;
    private final Homes homes;
    private final Map<String, NavigableMap<ServiceReference<Command>, Command>> offered = new TreeMap<>();
    private final Map<String, ServiceRegistration<Function>> functions = new TreeMap<>();
    private final SortedMap<String, Command> own = new TreeMap<>();

    @Activate
    public Commands(BundleContext context) {
        this.context = context;
        this.homes = new Homes(context);
        own.put("help", new HelpCommand(this));
        Filter.all().forEach(filter -> own.put(filter.name(), filter));
        own.keySet().forEach(this::register);
    }

    @Deactivate
    synchronized void stop() {
        functions.values().forEach(ServiceRegistration::unregister);
        functions.clear();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bind(Command command, ServiceReference<Command> reference) {
        homes.remember(command.name(), reference);
        offered.computeIfAbsent(command.name(), _ -> new TreeMap<>(NEWEST)).put(reference, command);
        if (!functions.containsKey(command.name())) {
            register(command.name());
        }
    }

    synchronized void unbind(ServiceReference<Command> reference) {
        for (var name : List.copyOf(offered.keySet())) {
            var several = offered.get(name);
            if (several != null && several.remove(reference) != null && several.isEmpty()) {
                offered.remove(name);
                withdraw(name);
            }
        }
    }

    private void withdraw(String name) {
        var function = own.containsKey(name) ? null : functions.remove(name);
        if (function != null) {
            function.unregister();
        }
    }

    private void register(String name) {
        var properties =
                Map.of(CommandProcessor.COMMAND_SCOPE, SCOPE, CommandProcessor.COMMAND_FUNCTION, (Object) name);
        functions.put(
                name, context.registerService(Function.class, function(name), FrameworkUtil.asDictionary(properties)));
    }

    /// The function of a command; it looks for the implementation each time that it is called.
    Function function(String name) {
        return new CommandFunction(name, () -> find(name));
    }

    /// The command of this name, or null.
    public synchronized @Nullable Command find(String name) {
        var several = offered.get(name);
        return several == null ? own.get(name) : several.lastEntry().getValue();
    }

    /// Why [#find] finds nothing.
    ///
    /// @param known names that can be typed
    CommandException missing(String name, Collection<String> known) {
        return homes.missing(name, known);
    }

    /// Names of what reads the stage before it, in order.
    public List<String> filters() {
        return Filter.all().stream().map(Command::name).sorted().toList();
    }

    /// All names, in order.
    public synchronized List<String> names() {
        var names = new TreeSet<>(own.keySet());
        names.addAll(offered.keySet());
        return List.copyOf(names);
    }
}

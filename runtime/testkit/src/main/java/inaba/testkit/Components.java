package inaba.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes components as Declarative Services would: with a configuration of defaults and what a test sets.
public final class Components {
    private Components() {}

    /// A component whose only constructor takes its configuration, or nothing.
    ///
    /// @param settings by the name of the configuration's method: `retrans_timer_ms`
    public static <C> C make(Class<C> component, Map<String, ?> settings) {
        var constructors = Arrays.stream(component.getConstructors())
                .filter(c -> c.getParameterCount() == 0
                        || c.getParameterCount() == 1 && c.getParameterTypes()[0].isAnnotation())
                .toList();
        if (constructors.size() != 1) {
            throw new IllegalArgumentException(component + " has no constructor that takes its configuration alone");
        }
        var constructor = constructors.getFirst();
        var parameters = Arrays.stream(constructor.getParameterTypes())
                .map(type -> configuration(type, settings))
                .toArray();
        try {
            return component.cast(constructor.newInstance(parameters));
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static <C> C make(Class<C> component) {
        return make(component, Map.of());
    }

    /// A configuration: the defaults of its type, and the settings.
    public static <A> A configuration(Class<A> type, Map<String, ?> settings) {
        var values = new HashMap<String, @Nullable Object>();
        for (var method : type.getMethods()) {
            Object set = settings.get(method.getName());
            values.put(method.getName(), set == null ? method.getDefaultValue() : set);
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> values.get(method.getName())));
    }
}

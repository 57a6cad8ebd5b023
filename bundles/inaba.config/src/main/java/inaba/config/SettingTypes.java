package inaba.config;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/// The settings that the appliance's bundles describe, by PID and name: the metatype of their components.
///
/// @param bundles whose bundles are asked
record SettingTypes(BundleContext bundles, MetaTypeService types) {
    private static final String OURS = "inaba.";
    private static final String SEPARATOR = ",";

    /// PIDs and what can be set of each, in order.
    SortedMap<String, List<AttributeDefinition>> all() {
        var found = new TreeMap<String, List<AttributeDefinition>>();
        for (var bundle : bundles.getBundles()) {
            var described = types.getMetaTypeInformation(bundle);
            var pids = described == null ? null : described.getPids();
            for (var pid : pids == null ? new String[0] : pids) {
                if (pid.startsWith(OURS)) {
                    var type = described.getObjectClassDefinition(pid, null);
                    found.putIfAbsent(pid, List.of(type.getAttributeDefinitions(ObjectClassDefinition.ALL)));
                }
            }
        }
        return found;
    }

    /// The definition of a setting, or null.
    @Nullable
    AttributeDefinition find(String pid, String name) {
        return all().getOrDefault(pid, List.of()).stream()
                .filter(setting -> setting.getID().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// What a component is given for the text: a list where several values are meant.
    static Object value(AttributeDefinition setting, String text) {
        if (setting.getCardinality() == 0) {
            return text;
        }
        return text.isEmpty() ? new String[0] : text.split(SEPARATOR);
    }

    /// A value, or several, as text.
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Object[] several ->
                String.join(
                        SEPARATOR, Arrays.stream(several).map(Object::toString).toList());
            default -> value.toString();
        };
    }

    /// Why the text cannot be the value, or an empty text.
    static String fault(AttributeDefinition setting, String text) {
        if (text.isEmpty() && setting.getCardinality() != 0) {
            return "";
        }
        var fault = setting.validate(text);
        return fault == null ? "" : fault;
    }
}

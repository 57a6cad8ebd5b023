package inaba.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/// What people read of a setting before they change it: each has a text and a default, a number its range, and what a
/// protocol lets be set the clause behind it.
class DescribedSettingsTest {
    private static final String TYPES = "OSGI-INF/metatype/";
    private static final Set<String> NUMBERS = Set.of("Integer", "Long");
    private static final Pattern CLAUSE = Pattern.compile("RFC \\d+");
    /// The engine, whose memory and threads no RFC describes.
    private static final String ENGINE = "inaba.core";

    @Test
    void everySettingSaysWhatItIsWithinWhichRangeAndWhy() throws Exception {
        var faults = new ArrayList<String>();
        int seen = 0;
        for (String bundle : Tree.bundles()) {
            for (var setting : settings(bundle)) {
                seen++;
                fault(bundle, setting).forEach(why -> faults.add(bundle + ' ' + setting.getAttribute("id") + why));
            }
        }
        assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
        assertTrue(seen > 80, "only " + seen + " settings were found");
    }

    private static List<String> fault(String bundle, Element setting) {
        var faults = new ArrayList<String>();
        if (NUMBERS.contains(setting.getAttribute("type"))
                && (setting.getAttribute("min").isEmpty()
                        || setting.getAttribute("max").isEmpty())) {
            faults.add(" has no range");
        }
        if (!setting.hasAttribute("default") && !setting.hasAttribute("cardinality")) {
            faults.add(" has no default");
        }
        String text = setting.getAttribute("description");
        if (text.isEmpty() || !bundle.equals(ENGINE) && !CLAUSE.matcher(text).find()) {
            faults.add(" names no clause: " + text);
        }
        return faults;
    }

    private static List<Element> settings(String bundle) throws Exception {
        var found = new ArrayList<Element>();
        try (var jar = new JarFile(Tree.jar(bundle).toFile())) {
            for (var entry : jar.stream()
                    .filter(e -> e.getName().startsWith(TYPES) && e.getName().endsWith(".xml"))
                    .toList()) {
                try (var in = jar.getInputStream(entry)) {
                    var attributes = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(in)
                            .getElementsByTagName("AD");
                    for (int i = 0; i < attributes.getLength(); i++) {
                        found.add((Element) attributes.item(i));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new AssertionError(bundle + " is not built", unreadable);
        }
        return found;
    }
}

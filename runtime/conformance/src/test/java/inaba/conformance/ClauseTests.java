package inaba.conformance;

import inaba.junit.Clause;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The tests that carry [Clause], read from the compiled tests of all modules: clause to names of tests.
record ClauseTests(Map<String, SortedSet<String>> byClause) {

    /// @param home the root of the source tree, built
    static ClauseTests scan(Path home) throws IOException {
        var found = new ClauseTests(new TreeMap<>());
        for (var group : List.of("bundles", "runtime")) {
            for (var module : list(home.resolve(group))) {
                var compiled = module.resolve("target/test-classes");
                if (Files.isDirectory(compiled)) {
                    found.addAll(compiled);
                }
            }
        }
        return found;
    }

    SortedSet<String> of(Requirement requirement) {
        return byClause.getOrDefault(requirement.clause(), new TreeSet<>());
    }

    private void addAll(Path compiled) throws IOException {
        try (var files = Files.walk(compiled)) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                add(ClassFile.of().parse(file));
            }
        }
    }

    private void add(ClassModel model) {
        var name = model.thisClass().asSymbol().displayName();
        var ofClass = clauses(model);
        for (var method : model.methods()) {
            if (isTest(method)) {
                var test = name + "." + method.methodName().stringValue();
                ofClass.forEach(clause -> put(clause, test));
                clauses(method).forEach(clause -> put(clause, test));
            }
        }
    }

    private void put(String clause, String test) {
        byClause.computeIfAbsent(clause, _ -> new TreeSet<>()).add(test);
    }

    private static boolean isTest(MethodModel method) {
        return annotations(method).stream().anyMatch(one -> {
            var type = one.className().stringValue();
            return type.startsWith("Lorg/junit/jupiter/") && (type.endsWith("Test;") || type.endsWith("TestFactory;"));
        });
    }

    private static List<String> clauses(AttributedElement element) {
        var clauses = new ArrayList<String>();
        for (var annotation : annotations(element)) {
            if (annotation.classSymbol().equals(Clause.class.describeConstable().orElseThrow())) {
                annotation.elements().forEach(part -> addStrings(part.value(), clauses));
            }
        }
        return clauses;
    }

    private static void addStrings(AnnotationValue value, List<String> clauses) {
        switch (value) {
            case AnnotationValue.OfArray array -> array.values().forEach(each -> addStrings(each, clauses));
            case AnnotationValue.OfString text -> clauses.add(text.stringValue());
            default -> throw new IllegalArgumentException("not a clause: " + value);
        }
    }

    private static List<Annotation> annotations(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(attribute -> attribute.annotations())
                .orElse(List.of());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}

package inaba.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The clauses of RFCs that a test checks, each as `RFC 4861 §7.2.5` or, where a section has several requirements,
/// `RFC 4861 §7.2.5b`. The catalogue in `docs/clauses` gives the requirements their keys; `docs/conformance.md` is
/// written from both. On a class it stands for each of its tests.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Clause {
    /// The clauses, at least one.
    String[] value();
}

package inaba.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that makes network namespaces or opens packet sockets. Without root it is skipped; `./inaba test` counts it
/// as such, and fails for it where the environment says CI=true.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@ExtendWith(NeedsRoot.Condition.class)
public @interface NeedsRoot {

    /// Enables the test for root only.
    final class Condition implements ExecutionCondition {
        /// `./inaba test` finds skipped root tests by this text in the reports.
        static final String SKIPPED = "needs root";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return "root".equals(System.getProperty("user.name"))
                    ? ConditionEvaluationResult.enabled("is root")
                    : ConditionEvaluationResult.disabled(SKIPPED);
        }
    }
}

package inaba.junit;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test with a virtual machine. Where QEMU, or what makes the machine's image, is missing, it is skipped and counted
/// as such.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("guest")
@ExtendWith(NeedsGuest.Condition.class)
public @interface NeedsGuest {

    /// Enables the test where all programs are there.
    final class Condition implements ExecutionCondition {
        private static final List<String> PROGRAMS =
                List.of("qemu-system-x86_64", "apt-get", "dpkg-deb", "busybox", "modprobe", "cpio", "socat", "tcpdump");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var missing = PROGRAMS.stream().filter(name -> !isThere(name)).toList();
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("QEMU is there")
                    : ConditionEvaluationResult.disabled("needs " + String.join(", ", missing));
        }

        /// The folders of administrators are not on everybody's `PATH`.
        private static boolean isThere(String program) {
            var path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin:/sbin";
            return Stream.of(path.split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}

package inaba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the figures were measured on.
record Machine(String processor, int processors, String kernel, String java, String load) {
    static Machine now() {
        return new Machine(
                line(Path.of("/proc/cpuinfo"), "model name").replaceFirst(".*:\\s*", ""),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                line(Path.of("/proc/loadavg"), "").replaceFirst("^(\\S+ \\S+ \\S+).*", "$1"));
    }

    private static String line(Path file, String start) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return processors + " x " + processor + ", " + kernel + ", Java " + java + ", load " + load;
    }

    String json() {
        return Json.object(Results.object(
                "processor", processor,
                "processors", processors,
                "kernel", kernel,
                "java", java,
                "load", load));
    }
}

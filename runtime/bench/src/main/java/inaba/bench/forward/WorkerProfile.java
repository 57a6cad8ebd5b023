package inaba.bench.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// What a flight recording says of one thread.
///
/// Samples are of its CPU time, the kernel's in its system calls included (JEP 509): samples of threads by name would
/// be of Java alone, and only at the JVM's safepoints.
///
/// @param samples taken while it ran
/// @param top methods that were on top of the stack, those of the JDK charged to ours that called them
/// @param allocated bytes, as far as they were sampled
/// @param collections of garbage in the whole process
record WorkerProfile(int samples, List<Line> top, long allocated, int collections) {
    /// What [#of] needs, for `JFR.start`.
    static final String EVENTS = "settings=profile jdk.CPUTimeSample#enabled=true jdk.CPUTimeSample#throttle=1ms";

    private static final int LINES = 24;
    private static final String OURS = "inaba.";

    /// A method and its part of the time.
    record Line(String method, double percent) {}

    /// @param thread how its name begins
    static WorkerProfile of(Path file, String thread) throws IOException {
        var counts = new HashMap<String, Integer>();
        long allocated = 0;
        int collections = 0;
        int samples = 0;
        for (var event : RecordingFile.readAllEvents(file)) {
            switch (event.getEventType().getName()) {
                case "jdk.CPUTimeSample" -> {
                    if (isOf(event, "eventThread", thread)) {
                        samples++;
                        counts.merge(method(event), 1, Integer::sum);
                    }
                }
                case "jdk.ObjectAllocationSample" -> {
                    allocated += isOf(event, "eventThread", thread) ? event.getLong("weight") : 0;
                }
                case "jdk.GarbageCollection" -> collections++;
                default -> {}
            }
        }
        return new WorkerProfile(samples, lines(counts, samples), allocated, collections);
    }

    private static List<Line> lines(Map<String, Integer> counts, int samples) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(LINES)
                .map(each -> new Line(each.getKey(), 100.0 * each.getValue() / samples))
                .toList();
    }

    private static boolean isOf(RecordedEvent event, String field, String name) {
        var thread = event.getThread(field);
        return thread != null
                && thread.getJavaName() != null
                && thread.getJavaName().startsWith(name);
    }

    private static String method(RecordedEvent event) {
        var trace = event.getStackTrace();
        if (trace == null) {
            return "unknown";
        }
        return trace.getFrames().stream()
                .filter(frame -> type(frame).startsWith(OURS))
                .findFirst()
                .map(frame -> type(frame) + '.' + frame.getMethod().getName() + ':' + frame.getLineNumber())
                .orElse("the JDK");
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }
}

package inaba.lab;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;

/// The counters of an appliance at one moment, from `stat -j`.
record Counters(List<JsonObject> links) {
    private static final Duration SOON = Duration.ofSeconds(5);

    static Counters of(ApplianceProcess appliance) throws IOException, InterruptedException {
        return new Counters(json(appliance.shell("stat -j")).getValuesAs(JsonObject.class));
    }

    static JsonArray json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readArray();
        }
    }

    /// What each link has received must be accounted for once nothing is under way any more.
    static void awaitConsistent(ApplianceProcess appliance) throws IOException, InterruptedException {
        Until.holds(
                "in = forwarded + delivered + consumed + held + dropped on every link",
                SOON,
                () -> of(appliance).links().stream()
                        .filter(link -> link.containsKey("in"))
                        .allMatch(Counters::addUp));
    }

    private static boolean addUp(JsonObject link) {
        long accounted = 0;
        for (var name : List.of("forwarded", "delivered", "consumed", "held", "dropped")) {
            accounted += number(link, name);
        }
        return accounted == number(link, "in");
    }

    long of(String link, String name) {
        return links.stream()
                .filter(each -> each.getString("link").equals(link))
                .mapToLong(each -> number(each, name))
                .sum();
    }

    private static long number(JsonObject link, String name) {
        JsonNumber number = link.getJsonNumber(name);
        return number == null ? 0 : number.longValueExact();
    }
}

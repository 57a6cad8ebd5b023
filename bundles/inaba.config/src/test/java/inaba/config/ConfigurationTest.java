package inaba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private record Fake(String name, int configurationOrder, List<String> configuration) implements Command {
        @Override
        public String summary() {
            return "";
        }

        @Override
        public List<String> usages() {
            return List.of();
        }

        @Override
        public void run(Call call) {}
    }

    @Test
    void linksComeBeforeAddressesBeforeTheRest() {
        assertEquals(
                List.of(
                        "link add lan sim:lan",
                        "addr6 add 2001:db8::1/64 dev lan",
                        "ping6 a",
                        "ra6 set lan on",
                        "ra6 set lan mtu 1400"),
                Configuration.of(List.of(
                        new Fake("ra6", 50, List.of("set lan on", "set lan mtu 1400")),
                        new Fake("ping6", 50, List.of("a")),
                        new Fake("addr6", 20, List.of("add 2001:db8::1/64 dev lan")),
                        new Fake("link", 10, List.of("add lan sim:lan")))));
    }

    @Test
    void duringAnUpdateTheFirstOfANameCounts() {
        assertEquals(
                List.of("a new"),
                Configuration.of(List.of(new Fake("a", 50, List.of("new")), new Fake("a", 50, List.of("old")))));
    }

    @Test
    void wordsThatTheShellWouldTakeApartAreQuoted() {
        assertEquals(
                List.of("key add 'a|b' 'it'\\''s' '#1' a#b fe80::1%lan"),
                Configuration.of(List.of(new Fake("key", 50, List.of("add a|b it's #1 a#b fe80::1%lan")))));
    }
}

package inaba.guest;

import inaba.lab.ApplianceProcess;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// The appliance, over two cables.
record ApplianceRouter(ApplianceProcess appliance) implements Router {
    static final List<String> CONFIG = List.of(
            "addr4 add 192.0.2.1/24 dev wan nodad",
            "addr6 add 2001:db8:a::1/64 dev wan nodad",
            "addr4 add 10.1.0.1/24 dev lan nodad",
            "addr6 add 2001:db8:1::1/64 dev lan nodad",
            "route4 add 198.51.100.0/24 via 192.0.2.2",
            "route6 add 2001:db8:b::/64 via 2001:db8:a::2");

    @Override
    public void add(Tunnel tunnel) throws IOException, InterruptedException {
        var line = new StringJoiner("; ");
        line.add("tunnel add %s mode %s local %s remote %s %s"
                .formatted(tunnel.name(), tunnel.mode().word(), tunnel.local(), tunnel.remote(), tunnel.options())
                .strip());
        for (var address : tunnel.addresses(1)) {
            line.add((address.contains(":") ? "addr6 add " : "addr4 add ") + address + " dev " + tunnel.name()
                    + " nodad");
        }
        appliance.shell(line.toString());
    }

    @Override
    public void flap() throws IOException, InterruptedException {
        appliance.shell("link set wan down; link set wan up");
    }

    @Override
    public long dropped(String reason) throws IOException, InterruptedException {
        var count = Pattern.compile("\"inaba[.]tunnel[.]" + reason + "\": *([0-9]+)")
                .matcher(appliance.shell("stat wan -j"));
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    @Override
    public void delete(Tunnel tunnel) throws IOException, InterruptedException {
        appliance.shell("tunnel del " + tunnel.name());
    }
}

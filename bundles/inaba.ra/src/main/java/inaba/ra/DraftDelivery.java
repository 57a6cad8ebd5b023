package inaba.ra;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.Delivery;
import inaba.api.link.AdvertisingRow.Mobility;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of the settings that says how advertisements are sent, and what mobile nodes are told.
final class DraftDelivery {
    static final Set<String> WORDS =
            Set.of("slla", "unicast", "client", "source", "homeagent", "hapref", "halifetime", "advinterval");

    private boolean linkAddress;
    private boolean unicastOnly;
    private List<Ipv6Address> clients;
    private boolean clientsNamed;
    private @Nullable Ipv6Address source;
    private boolean homeAgent;
    private int homeAgentPreference;
    private int homeAgentLifetime;
    private boolean interval;

    DraftDelivery(AdvertisingRow row) {
        linkAddress = row.delivery().linkAddress();
        unicastOnly = row.delivery().unicastOnly();
        clients = row.delivery().clients();
        source = row.delivery().source();
        homeAgent = row.mobility().homeAgent();
        homeAgentPreference = row.mobility().preference();
        homeAgentLifetime = row.mobility().lifetime();
        interval = row.mobility().interval();
    }

    Delivery delivery() {
        return new Delivery(linkAddress, unicastOnly, clients, source);
    }

    Mobility mobility() {
        return new Mobility(homeAgent, homeAgentPreference, homeAgentLifetime, interval);
    }

    /// @param word one of [#WORDS], already taken
    void take(String word, Args args) throws CommandException {
        switch (word) {
            case "slla" -> linkAddress = args.onOff();
            case "unicast" -> unicastOnly = args.onOff();
            case "client" -> clients(args);
            case "source" -> source = args.accept(Draft.NONE) ? null : args.address();
            case "homeagent" -> homeAgent = args.onOff();
            case "hapref" -> homeAgentPreference = (int) args.number("a preference", 0, 65_535);
            case "halifetime" -> homeAgentLifetime = (int) args.number("seconds", 1, 65_535);
            case "advinterval" -> interval = args.onOff();
            default -> throw new IllegalArgumentException(word);
        }
    }

    /// One or more; the first `client` of a command begins the list anew.
    private void clients(Args args) throws CommandException {
        if (!clientsNamed) {
            clients = new ArrayList<>();
            clientsNamed = true;
        }
        if (args.accept(Draft.NONE)) {
            return;
        }
        do {
            clients.add(args.address());
        } while (Draft.anotherValue(args));
    }
}

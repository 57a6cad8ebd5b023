package inaba.ra.core;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.route.RouteRow.Preference;
import inaba.wire.MacAddress;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterPreference;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What an advertisement says, RFC 4861 §6.2.3.
///
/// A final one (§6.2.5) takes back all that leads through this router: itself, its routes, its DNS servers and NAT64.
/// Prefixes stay, hosts may go on using them among themselves, unless they are to be deprecated.
public final class RouterMessage {
    /// More than the longest option: its length is counted in eights by one octet.
    private static final int SCRATCH_BYTES = 2048;

    private RouterMessage() {}

    /// The ICMPv6 messages, with zero as checksum: one, or more if the options do not fit into one (§6.2.3).
    ///
    /// @param mac of the sending link
    /// @param prefixes as they are now to be advertised
    /// @param last this is a final advertisement
    /// @param room the longest message that the link can carry, in bytes
    public static List<byte[]> messages(
            AdvertisingRow row, MacAddress mac, List<OnLinkPrefix> prefixes, boolean last, int room) {
        var options = new ArrayList<byte[]>();
        if (row.delivery().linkAddress() && !mac.equals(MacAddress.ZERO)) { // RFC 4213 §3.8: a tunnel has none
            options.add(option(w -> w.sourceLinkLayerAddress(mac)));
        }
        options.addAll(options(row, prefixes, last));
        var messages = new ArrayList<byte[]>();
        var message = new ByteArrayOutputStream();
        message.writeBytes(header(row, last));
        for (byte[] option : options) {
            if (message.size() + option.length > room) {
                messages.add(message.toByteArray());
                message.reset();
                message.writeBytes(header(row, last));
            }
            message.writeBytes(option);
        }
        messages.add(message.toByteArray());
        return messages;
    }

    private static byte[] header(AdvertisingRow row, boolean last) {
        byte[] header = new byte[RouterAdvertisement.FIXED_BYTES];
        int lifetime = last ? 0 : Settings.lifetime(row);
        new RouterAdvertisement(MemorySegment.ofArray(header))
                .start()
                .curHopLimit(row.hopLimit())
                .managed(row.managed())
                .other(row.other())
                .homeAgent(row.mobility().homeAgent())
                .preference(lifetime == 0 ? RouterPreference.MEDIUM : preference(row.preference())) // RFC 4191 §2.2
                .routerLifetime(lifetime)
                .reachableTime(row.reachableMillis())
                .retransTimer(row.retransMillis());
        return header;
    }

    /// The options but for the link-layer address, each whole.
    ///
    /// @throws IllegalArgumentException if one cannot be said on the wire
    static List<byte[]> options(AdvertisingRow row, List<OnLinkPrefix> prefixes, boolean last) {
        var options = new ArrayList<byte[]>();
        if (row.mtu() != 0) {
            options.add(option(w -> w.mtu(row.mtu())));
        }
        if (row.mobility().interval()) {
            options.add(option(w -> w.advertisementInterval(row.maxIntervalMillis())));
        }
        if (row.mobility().homeAgent()) {
            int preference = row.mobility().preference();
            options.add(option(w -> w.homeAgentInformation(preference, Settings.homeAgentLifetime(row))));
        }
        for (var p : prefixes) {
            options.add(option(w -> prefix(w.prefixInformation(), p, last)));
        }
        for (var r : row.routes()) {
            long lifetime = last ? 0 : Settings.lifetime(row, r.seconds());
            options.add(option(w -> w.routeInformation(r.prefix(), preference(r.preference()), lifetime)));
        }
        for (var d : row.rdnss()) {
            long lifetime = last ? 0 : Settings.lifetime(row, d.seconds());
            options.add(option(w -> w.recursiveDnsServers(d.servers(), lifetime)));
        }
        for (var d : row.dnssl()) {
            long lifetime = last ? 0 : Settings.lifetime(row, d.seconds());
            options.add(option(w -> w.dnsSearchList(d.domains(), lifetime)));
        }
        for (var prefix : row.pref64()) {
            options.add(option(w -> w.pref64(prefix, last ? 0 : Settings.pref64Lifetime(row))));
        }
        if (!row.captivePortal().isEmpty()) {
            options.add(option(w -> w.captivePortal(row.captivePortal())));
        }
        return options;
    }

    private static void prefix(PrefixInformation option, OnLinkPrefix p, boolean last) {
        var router = p.router();
        option.flags(p.onLink(), p.autonomous(), router != null)
                .lifetimes(p.validSeconds(), last && p.deprecate() ? 0 : p.preferredSeconds());
        if (router == null) {
            option.prefix(p.prefix());
        } else {
            option.address(router, p.prefix().length()); // RFC 6275 §7.2
        }
    }

    private static byte[] option(Consumer<NdOptionsWriter> write) {
        byte[] scratch = new byte[SCRATCH_BYTES];
        var writer = new NdOptionsWriter(MemorySegment.ofArray(scratch));
        write.accept(writer);
        return Arrays.copyOf(scratch, (int) writer.end());
    }

    private static RouterPreference preference(Preference preference) {
        return switch (preference) {
            case HIGH -> RouterPreference.HIGH;
            case MEDIUM -> RouterPreference.MEDIUM;
            case LOW -> RouterPreference.LOW;
        };
    }
}

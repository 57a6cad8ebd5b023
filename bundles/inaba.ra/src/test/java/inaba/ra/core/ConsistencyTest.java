package inaba.ra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4861 §6.2.7, item by item, and RFC 8781 §5.2.
class ConsistencyTest {
    @Clause("RFC 4861 §6.2.7a")
    @ParameterizedTest(name = "{0} against {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # theirs                             | ours                               | what is logged
        hops 64                              | hops 64                            | ''
        hops 32                              | hops 64                            | hop limit 32 (ours 64)
        hops 0                               | hops 64                            | ''
        managed                              | -                                  | managed flag true (ours false)
        -                                    | other                              | other flag false (ours true)
        reachable 1000                       | reachable 2000                     | reachable time 1000 (ours 2000)
        reachable 1000                       | reachable 0                        | ''
        retrans 1000                         | retrans 2000                       | retransmission timer 1000 (ours 2000)
        mtu 1400                             | mtu 1500                           | MTU 1400 (ours 1500)
        mtu 1400                             | -                                  | ''
        prefix 2001:db8::/64 600 300         | prefix 2001:db8::/64 600 300       | ''
        prefix 2001:db8::/64 595 295         | prefix 2001:db8::/64 600 300       | ''
        prefix 2001:db8::/64 590 310         | prefix 2001:db8::/64 600 300       | ''
        prefix 2001:db8::/64 589 300         | prefix 2001:db8::/64 600 300       | valid lifetime of 2001:db8::/64 589 (ours 600)
        prefix 2001:db8::/64 600 100         | prefix 2001:db8::/64 600 300       | preferred lifetime of 2001:db8::/64 100 (ours 300)
        prefix 2001:db8::/64 900 300         | prefix 2001:db8::/64 600 300       | valid lifetime of 2001:db8::/64 900 (ours 600)
        prefix 2001:db8:1::/64 9 9           | prefix 2001:db8::/64 600 300       | ''
        pref64 64:ff9b::/96 1800             | pref64 64:ff9b::/96 600            | ''
        pref64 2001:db8:64::/96 1800         | pref64 64:ff9b::/96 600            | NAT64 prefixes [2001:db8:64::/96] (ours [64:ff9b::/96])
        pref64 2001:db8:64::/96 0            | pref64 64:ff9b::/96 600            | ''
        """)
    void whatHostsWouldSwitchBetweenIsFound(String theirs, String ours, String logged) {
        assertEquals(logged, String.join(", ", Consistency.differences(message(theirs), message(ours))));
    }

    private static RouterAdvertisement message(String text) {
        var bytes = MemorySegment.ofArray(new byte[64]);
        var message = new RouterAdvertisement(bytes).start();
        var options = new NdOptionsWriter(bytes, RouterAdvertisement.FIXED_BYTES);
        String[] words = text.split(" ");
        switch (words[0]) {
            case "hops" -> message.curHopLimit(Integer.parseInt(words[1]));
            case "managed" -> message.managed(true);
            case "other" -> message.other(true);
            case "reachable" -> message.reachableTime(Long.parseLong(words[1]));
            case "retrans" -> message.retransTimer(Long.parseLong(words[1]));
            case "mtu" -> options.mtu(Long.parseLong(words[1]));
            case "prefix" ->
                options.prefixInformation(
                        Prefix.parse(words[1]), true, true, Long.parseLong(words[2]), Long.parseLong(words[3]));
            case "pref64" -> options.pref64(Prefix.parse(words[1]), Integer.parseInt(words[2]));
            default -> {}
        }
        return new RouterAdvertisement(bytes.asSlice(0, options.end()));
    }
}

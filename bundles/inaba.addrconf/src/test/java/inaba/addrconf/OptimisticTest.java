package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.MAC_A;
import static inaba.addrconf.AddrconfLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow;
import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Optimistic Duplicate Address Detection, RFC 4429, as exchanges.
class OptimisticTest {
    private static final String ADDRESS = "2001:db8:1::ff:fe00:101";
    private static final String PREFIX = "2001:db8:1::/64";
    private static final String CHECK = "NS :: > ff02::1:ff00:101 " + ADDRESS + " nonce";

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4429 §3.1a", "RFC 4429 §3.3c", "RFC 4429 §3.3d", "RFC 4429 §3.3e"})
    void anAddressIsUsedWhileItIsChecked() {
        var lab = formed();
        assertEquals("OPTIMISTIC", lab.state(ADDRESS));
        lab.advance(0);
        lab.carried(CHECK); // not delayed, though all heard the advertisement
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
    }

    @Test
    @Clause("RFC 4429 §3.3a")
    void withoutTheMacOfTheRouterAddressesAreTentative() {
        var lab = AddrconfLab.ready(state, Map.of("optimistic", true, "solicit_routers", false));
        lab.hears(router().prefix(PREFIX, "LA", 7200, 3600));
        assertEquals("TENTATIVE", lab.state(ADDRESS));
    }

    @Test
    @Clause("RFC 4429 §3.3b")
    void aRouterHasNone() {
        var lab = new AddrconfLab(state, true, Map.of("optimistic", true));
        assertEquals("TENTATIVE", lab.state(AddrconfLab.LINK_LOCAL));
        lab.hears(router().sourceMac(MAC_C).prefix(PREFIX, "LA", 7200, 3600));
        assertEquals("none", lab.state(ADDRESS));
    }

    @Test
    @Clause("RFC 4429 §3.2a")
    void routersAreNotAskedFromAnOptimisticAddress() {
        var lab = AddrconfLab.ready(state, Map.of("optimistic", true, "solicit_routers", false));
        lab.a.engine().addresses().put(lab.row(AddrconfLab.LINK_LOCAL).withState(AddressRow.State.OPTIMISTIC));
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(Map.of("dup_addr_detect_transmits", 5)));
        lab.forget();
        lab.advance(4400);
        var asked = NdText.of(lab.wire.carried()).stream()
                .filter(frame -> frame.startsWith("RS"))
                .toList();
        assertEquals(List.of("RS :: > ff02::2"), asked);
    }

    @Test
    @Clause("RFC 4429 §3.1b")
    void whatAPersonAddsIsTentative() {
        var lab = AddrconfLab.ready(state, Map.of("optimistic", true, "solicit_routers", false));
        AddrconfLab.add(lab.a, "2001:db8::1/64");
        assertEquals("TENTATIVE", lab.state("2001:db8::1"));
    }

    @Test
    @Clause("RFC 4429 §3.3g")
    void aNeighborThatAsksIsAnsweredWithoutOverriding() {
        var lab = formed();
        lab.advance(0);
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("fe80::d").sourceMac(MAC_C));
        lab.carried("NA " + ADDRESS + " > fe80::d @" + MAC_C + " " + ADDRESS + " S tlla " + MAC_A);
        assertEquals("OPTIMISTIC", lab.state(ADDRESS));
    }

    @Test
    @Clause({"RFC 4429 §3.3f", "RFC 4862 §5.4.5a"})
    void anotherWhoChecksOrHasTheAddressTakesItAway() {
        var lab = formed();
        lab.advance(0);
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("::"));
        lab.carried();
        assertEquals("DUPLICATE", lab.state(ADDRESS));
    }

    @Test
    @Clause("RFC 4429 §2.1")
    void itIsChosenOnlyWhereThereIsNoOther() {
        var lab = formed();
        var target = Ipv6Address.parse("2001:db8:1::77");
        lab.a.engine().neighbors().put(AddrconfLab.permanent(target));
        int link = lab.link().index();
        assertEquals(Ipv6Address.parse(ADDRESS), lab.a.engine().output().source(target, link));
        lab.a.address("eth", "2001:db8:9::1/64");
        assertEquals(Ipv6Address.parse("2001:db8:9::1"), lab.a.engine().output().source(target, link));
    }

    @Test
    @Clause("RFC 4429 §3.3e")
    void aSuccessorCompletesTheCheck() {
        var lab = formed();
        lab.advance(500);
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(Map.of("optimistic", true, "solicit_routers", false)));
        assertEquals("OPTIMISTIC", lab.state(ADDRESS));
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
    }

    private AddrconfLab formed() {
        var lab = AddrconfLab.ready(state, Map.of("optimistic", true, "solicit_routers", false));
        lab.hears(router().sourceMac(MAC_C).prefix(PREFIX, "LA", 7200, 3600));
        return lab;
    }

    private static NdFrame router() {
        return NdFrame.routerAdvertisement(1800).from("fe80::c").from(MAC_C);
    }
}

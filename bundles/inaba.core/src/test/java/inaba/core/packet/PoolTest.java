package inaba.core.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.api.packet.Packet;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Pool pool = new Pool(512, 4);

    @Test
    void packetsTravelBetweenCachesAndThePoolIsWholeAgain() {
        var from = pool.cache();
        var to = pool.cache();
        for (int round = 0; round < 10; round++) {
            var taken = new ArrayList<Packet>();
            for (int i = 0; i < 200; i++) {
                taken.add(take(from, 100));
            }
            assertEquals(200, pool.outstanding());
            taken.forEach(to::give);
        }
        assertEquals(0, pool.outstanding());
    }

    @Test
    void anEmptyPoolSaysSo() {
        var cache = pool.cache();
        for (int i = 0; i < 512; i++) {
            take(cache, 100);
        }
        assertNull(cache.take(100));
        for (int i = 0; i < 4; i++) {
            take(cache, Pool.SMALL + 1);
        }
        assertNull(cache.take(Pool.SMALL + 1));
    }

    @Test
    void aLargePacketHoldsAnyIpPacket() {
        var packet = take(pool.cache(), 65_575);
        assertEquals(true, packet.tailroom() >= 65_575);
        assertEquals(Pool.HEADROOM, packet.headroom());
    }

    private static Packet take(Pool.Cache cache, int bytes) {
        var packet = cache.take(bytes);
        assertNotNull(packet);
        return packet;
    }
}

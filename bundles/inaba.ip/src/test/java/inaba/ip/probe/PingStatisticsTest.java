package inaba.ip.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingStatisticsTest {
    @Test
    void theBlockIsThatOfIputils() {
        var statistics = new PingStatistics();
        for (long micros : new long[] {31, 35, 40}) {
            statistics.sent();
            statistics.reply(micros * 1000);
        }
        assertEquals(
                """

                --- 2001:db8::1 ping statistics ---
                3 packets transmitted, 3 received, 0% packet loss, time 2005ms
                rtt min/avg/max/mdev = 0.031/0.035/0.040/0.004 ms""",
                statistics
                        .summary("2001:db8::1", TimeUnit.MILLISECONDS.toNanos(2005))
                        .asText());
    }

    @Test
    void errorsAndDuplicatesAreCountedApart() {
        var statistics = new PingStatistics();
        statistics.sent();
        statistics.error();
        statistics.sent();
        statistics.reply(1000);
        statistics.duplicate(2000);
        statistics.sent();
        assertEquals("""

                --- ff02::1%lan ping statistics ---
                3 packets transmitted, 1 received, +1 duplicates, +1 errors, 66.6667% packet loss, time 0ms
                rtt min/avg/max/mdev = 0.001/0.002/0.002/0.001 ms""", statistics.summary("ff02::1%lan", 0).asText());
    }

    @Test
    void withoutARequestThereIsNoLoss() {
        assertEquals(
                "\n--- ::1 ping statistics ---\n0 packets transmitted, 0 received",
                new PingStatistics().summary("::1", 0).asText());
    }

    @ParameterizedTest(name = "{0} ns: {1}")
    @CsvSource({
        "31000, 0.031",
        "999499, 0.999",
        "1234567, 1.23",
        "9994999, 9.99",
        "12345678, 12.3",
        "99949999, 99.9",
        "123456789, 123",
        "1234567890, 1235"
    })
    void timesHaveAboutFourDigits(long nanos, String text) {
        assertEquals(text, Milliseconds.short4(nanos));
    }

    @Test
    void requestsAreFoundByTheLowBitsOfTheirNumber() {
        var requests = new SentRequests();
        requests.sent(65_535, 10);
        requests.sent(65_536, 20);
        requests.sent(65_537, 30);
        assertEquals(65_535, requests.find(65_535, 65_537));
        assertEquals(65_536, requests.find(0, 65_537));
        assertEquals(65_537, requests.find(1, 65_537));
        assertEquals(20, requests.instant(65_536));
        assertEquals(0, requests.find(2, 65_537)); // not sent, or long ago
        assertEquals(0, new SentRequests().find(5, 3));
    }
}

package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The registries of special-purpose addresses, RFC 6890 §2.2, with the first and last address of a block and those
/// beside it.
class SpecialPurposeTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ::                                      | NONE
        ::1                                     | NONE
        ::2                                     | TRANSITION
        ::192.0.2.1                             | TRANSITION
        ::1:0:0                                 | RESERVED
        0:0:0:1::                               | RESERVED
        64:ff9b::192.0.2.1                      | NONE
        64:ff9b:0:0:0:1::                       | RESERVED
        64:ff9b:1::                             | PRIVATE
        64:ff9b:1:ffff:ffff:ffff:ffff:ffff      | PRIVATE
        64:ff9b:2::                             | RESERVED
        100::                                   | DISCARD
        100::ffff:ffff:ffff:ffff                | DISCARD
        100:0:0:1::                             | RESERVED
        1fff:ffff::                             | RESERVED
        2000::                                  | NONE
        2001::                                  | TRANSITION
        2001:0:ffff::                           | TRANSITION
        2001:1::1                               | NONE
        2001:1::3                               | NONE
        2001:1::4                               | PROTOCOL
        2001:2::1                               | BENCHMARKING
        2001:2:0:ffff::                         | BENCHMARKING
        2001:2:1::                              | PROTOCOL
        2001:3::                                | NONE
        2001:4:112::                            | NONE
        2001:4:113::                            | PROTOCOL
        2001:10::1                              | PROTOCOL
        2001:1f:ffff::                          | PROTOCOL
        2001:20::1                              | NONE
        2001:3f:ffff::                          | NONE
        2001:40::                               | PROTOCOL
        2001:1ff:ffff::                         | PROTOCOL
        2001:200::                              | NONE
        2001:db7:ffff::                         | NONE
        2001:db8::                              | DOCUMENTATION
        2001:db8:ffff:ffff:ffff:ffff:ffff:ffff  | DOCUMENTATION
        2001:db9::                              | NONE
        2002::                                  | TRANSITION
        2002:ffff::1                            | TRANSITION
        2003::                                  | NONE
        3ffe::                                  | NONE
        3fff::                                  | DOCUMENTATION
        3fff:fff::                              | DOCUMENTATION
        3fff:1000::                             | NONE
        4000::                                  | RESERVED
        5f00::1                                 | PROTOCOL
        5f01::                                  | RESERVED
        fbff::                                  | RESERVED
        fc00::                                  | PRIVATE
        fdff:ffff::1                            | PRIVATE
        fe00::                                  | RESERVED
        fe80::1                                 | NONE
        febf::1                                 | NONE
        fec0::1                                 | RESERVED
        feff::1                                 | RESERVED
        ff02::1                                 | NONE
        """)
    @Clause("RFC 6890 §2.2.3")
    void ofIpv6(String address, SpecialPurpose purpose) {
        var a = Ipv6Address.parse(address);
        assertEquals(purpose, SpecialPurpose.of(a.high(), a.low()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        0.0.0.0          | NONE
        0.0.0.1          | RESERVED
        9.255.255.255    | NONE
        10.0.0.0         | PRIVATE
        10.255.255.255   | PRIVATE
        11.0.0.0         | NONE
        100.63.255.255   | NONE
        100.64.0.0       | PRIVATE
        100.127.255.255  | PRIVATE
        100.128.0.0      | NONE
        127.0.0.1        | NONE
        169.254.1.1      | NONE
        172.15.255.255   | NONE
        172.16.0.0       | PRIVATE
        172.31.255.255   | PRIVATE
        172.32.0.0       | NONE
        192.0.0.1        | PROTOCOL
        192.0.0.9        | NONE
        192.0.0.10       | NONE
        192.0.0.255      | PROTOCOL
        192.0.1.0        | NONE
        192.0.2.0        | DOCUMENTATION
        192.0.3.0        | NONE
        192.88.98.255    | NONE
        192.88.99.1      | TRANSITION
        192.167.255.255  | NONE
        192.168.0.0      | PRIVATE
        192.169.0.0      | NONE
        198.17.255.255   | NONE
        198.18.0.0       | BENCHMARKING
        198.19.255.255   | BENCHMARKING
        198.20.0.0       | NONE
        198.51.100.1     | DOCUMENTATION
        198.51.101.1     | NONE
        203.0.113.255    | DOCUMENTATION
        203.0.114.0      | NONE
        224.0.0.1        | NONE
        239.255.255.255  | NONE
        240.0.0.1        | RESERVED
        255.255.255.254  | RESERVED
        255.255.255.255  | NONE
        """)
    @Clause("RFC 6890 §2.2.2")
    void ofIpv4(String address, SpecialPurpose purpose) {
        var a = IpFamily.IPV4.parseAddress(address);
        assertEquals(purpose, SpecialPurpose.of(a.high(), a.low()));
    }
}

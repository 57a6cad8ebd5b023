package inaba.lab;

class PcapRouterTest extends RouterTests {
    @Override
    String driver() {
        return "pcap";
    }
}

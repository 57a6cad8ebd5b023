package inaba.lab;

class XdpRouterTest extends RouterTests {
    @Override
    String driver() {
        return "xdp";
    }
}

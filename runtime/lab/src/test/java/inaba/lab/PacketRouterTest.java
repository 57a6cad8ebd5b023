package inaba.lab;

class PacketRouterTest extends RouterTests {
    @Override
    String driver() {
        return "packet";
    }
}

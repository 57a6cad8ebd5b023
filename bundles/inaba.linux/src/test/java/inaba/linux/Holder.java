package inaba.linux;

import java.nio.file.Path;

/// A process that takes a device over and never lets go: to be killed.
final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
        Takeover.of(args[0], Path.of(args[1]), false, false);
        System.out.println("held");
        Thread.currentThread().join();
    }
}

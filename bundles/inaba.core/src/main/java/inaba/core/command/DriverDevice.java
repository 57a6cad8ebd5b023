package inaba.core.command;

/// `packet:eth1`: which driver opens which device.
record DriverDevice(String driver, String device) {
    static DriverDevice parse(String word) {
        int colon = word.indexOf(':');
        if (colon < 1 || colon == word.length() - 1) {
            throw new IllegalArgumentException("a driver, a colon and a device: packet:eth1");
        }
        return new DriverDevice(word.substring(0, colon), word.substring(colon + 1));
    }
}

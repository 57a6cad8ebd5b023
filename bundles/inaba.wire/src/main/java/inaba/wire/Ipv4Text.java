package inaba.wire;

/// IPv4 addresses as text: four decimal octets with dots, RFC 4291 §2.2 (3) and RFC 1123 §2.1.
///
/// An address is the 32 bits of the wire in an `int`. A leading zero is refused, as some read it as octal.
public final class Ipv4Text {
    private Ipv4Text() {}

    /// Reads `192.0.2.1`.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static int parse(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            throw wrong(text, "it needs four octets");
        }
        int address = 0;
        for (String octet : octets) {
            address = address << 8 | octet(text, octet);
        }
        return address;
    }

    /// Prints `192.0.2.1`.
    public static String print(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    private static int octet(String text, String octet) {
        if (octet.isEmpty() || octet.length() > 3 || !octet.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(text, "'" + octet + "' is not a number from 0 to 255");
        }
        if (octet.length() > 1 && octet.charAt(0) == '0') {
            throw wrong(text, "'" + octet + "' has a leading zero");
        }
        int value = Integer.parseInt(octet);
        if (value > 255) {
            throw wrong(text, "'" + octet + "' is more than 255");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not an IPv4 address: " + why);
    }
}

package inaba.hostile;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/// Octets, one behind the other, as an RFC's box diagram has them.
public final class Octets {
    private static final HexFormat HEX = HexFormat.of();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Octets u8(int value) {
        bytes.write(value);
        return this;
    }

    public Octets u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public Octets u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public Octets zeros(int count) {
        return bytes(new byte[count]);
    }

    public Octets bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /// @param digits in pairs, blanks between them as one likes
    public Octets hex(String digits) {
        return bytes(HEX.parseHex(digits.replaceAll("\\s", "")));
    }

    /// The 16 or 4 octets of an address.
    public Octets address(String text) {
        return bytes(addressBytes(text));
    }

    /// The octets of the text, with its length before it, as a label of a DNS name.
    public Octets label(String text) {
        return u8(text.length()).bytes(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    public int length() {
        return bytes.size();
    }

    public byte[] array() {
        return bytes.toByteArray();
    }

    static byte[] addressBytes(String text) {
        try {
            var address = InetAddress.ofLiteral(text).getAddress();
            boolean mapped = address.length == 4 && text.contains(":"); // the JDK takes ::ffff:a.b.c.d for IPv4
            return mapped
                    ? new Octets().zeros(10).u16(0xffff).bytes(address).array()
                    : InetAddress.getByAddress(address).getAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(text, impossible);
        }
    }
}

package inaba.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One combination of transforms, mode and families, between the appliance and a peer.
///
/// @param number     its own, from 1 to 4,095: addresses and SPIs follow from it
/// @param row        the transforms
/// @param shape      mode and families
record IpsecCell(int number, Row row, Shape shape) {
    private static final int SPI_STEP = 16;
    private static final int INNERMOST_OUT = 0x100;
    private static final int BACK = 8;

    /// Transforms, from the innermost to the outermost.
    record Row(List<IpsecAlgorithm> stack) {
        static Row of(IpsecAlgorithm... stack) {
            return new Row(List.of(stack));
        }

        boolean linux() {
            return stack.stream().allMatch(IpsecAlgorithm::linux);
        }

        /// `IPComp+ESP`, from the inside.
        String protocols() {
            return String.join(
                    "+", stack.stream().map(each -> title(each.protocol())).toList());
        }

        String algorithms() {
            return String.join("; ", stack.stream().map(IpsecAlgorithm::name).toList());
        }

        private static String title(String protocol) {
            return switch (protocol) {
                case "esp" -> "ESP";
                case "ah" -> "AH";
                default -> "IPComp";
            };
        }

        @Override
        public String toString() {
            return protocols() + " " + algorithms();
        }
    }

    /// Mode and families.
    enum Shape {
        TRANSPORT6("transport 6", false, 6, 6),
        TRANSPORT4("transport 4", false, 4, 4),
        TUNNEL6("tunnel 6 in 6", true, 6, 6),
        TUNNEL4("tunnel 4 in 4", true, 4, 4),
        TUNNEL64("tunnel 6 in 4", true, 6, 4),
        TUNNEL46("tunnel 4 in 6", true, 4, 6);

        final String title;
        final boolean tunnel;
        final int inner;
        final int outer;

        Shape(String title, boolean tunnel, int inner, int outer) {
            this.title = title;
            this.tunnel = tunnel;
            this.inner = inner;
            this.outer = outer;
        }
    }

    /// All rows of the matrix.
    static List<Row> rows() {
        var rows = new ArrayList<Row>();
        IpsecAlgorithm.ESP.forEach(esp -> rows.add(Row.of(esp)));
        IpsecAlgorithm.AH.forEach(ah -> rows.add(Row.of(ah)));
        rows.add(Row.of(IpsecAlgorithm.DEFLATE));
        IpsecAlgorithm.ESP.forEach(esp -> rows.add(Row.of(esp, IpsecAlgorithm.AH_SHA256)));
        IpsecAlgorithm.AH.forEach(ah -> rows.add(Row.of(IpsecAlgorithm.GCM, ah)));
        IpsecAlgorithm.ESP.forEach(esp -> rows.add(Row.of(IpsecAlgorithm.DEFLATE, esp)));
        return rows.stream().distinct().toList();
    }

    /// What the appliance has at its end.
    String here() {
        return shape.tunnel ? Crossing.host(shape.inner) : IpsecSite.wan(shape.outer);
    }

    /// What the peer has at its end; no other cell has the same.
    String there() {
        int network = shape.tunnel ? IpsecSite.INSIDE : IpsecSite.OUTSIDE;
        return shape.inner == 4
                ? "10.%d.%d.%d".formatted(network, number >>> 8, number & 0xff)
                : "2001:db8:%d::%x".formatted(network, number);
    }

    private String underlay() {
        return shape.tunnel ? IpsecSite.peer(shape.outer) : there();
    }

    /// The SPI of an association, or its CPI.
    ///
    /// @param at      in the stack
    /// @param towards whether it is the peer's to receive
    int spi(int at, boolean towards) {
        return INNERMOST_OUT + number * SPI_STEP + at + (towards ? 0 : BACK);
    }

    /// Lines behind `xfrm`, for one of the two ends.
    ///
    /// @param atPeer on Linux
    List<String> lines(boolean atPeer) {
        var lines = new ArrayList<String>();
        for (boolean towards : new boolean[] {true, false}) {
            for (int i = 0; i < row.stack().size(); i++) {
                lines.add("state add " + association(i, towards));
            }
            boolean out = towards != atPeer;
            var direction = out ? "out" : shape.tunnel && !atPeer ? "fwd" : "in";
            var ends = towards ? "src " + here() + " dst " + there() : "src " + there() + " dst " + here();
            lines.add("policy add " + ends + " dir " + direction + templates(towards, out));
        }
        return lines;
    }

    /// Linux chooses an association by the family of the packet inside, unless it is for any.
    private String association(int at, boolean towards) {
        var protocol = row.stack().get(at).protocol();
        return "%s proto %s spi 0x%x reqid %d mode %s %s%s"
                .formatted(
                        ends(towards),
                        protocol,
                        spi(at, towards),
                        request(at),
                        mode(at) + (shape.tunnel ? " flag af-unspec" : ""),
                        row.stack().get(at).words(),
                        protocol.equals("ah") ? " flag align4" : "");
    }

    /// What does not become shorter comes without IPComp, so a receiver cannot insist on it (RFC 3173 §2.2).
    private String templates(boolean towards, boolean out) {
        var words = new StringBuilder();
        for (int i = 0; i < row.stack().size(); i++) {
            var protocol = row.stack().get(i).protocol();
            words.append(" tmpl %s proto %s reqid %d mode %s%s"
                    .formatted(
                            ends(towards),
                            protocol,
                            request(i),
                            mode(i),
                            protocol.equals("comp") && !out ? " level use" : ""));
        }
        return words.toString();
    }

    /// Whether each association has carried packets.
    ///
    /// @param counted packets by SPI
    boolean wasProtected(Map<Integer, Long> counted) {
        for (int at = 0; at < row.stack().size(); at++) {
            if (counted.getOrDefault(spi(at, true), 0L) == 0 || counted.getOrDefault(spi(at, false), 0L) == 0) {
                return false;
            }
        }
        return true;
    }

    private int request(int at) {
        return number * SPI_STEP + at;
    }

    /// A tunnel is the innermost; what is around it protects the outer packet.
    private String mode(int at) {
        return shape.tunnel && at == 0 ? "tunnel" : "transport";
    }

    private String ends(boolean towards) {
        var local = IpsecSite.wan(shape.outer);
        return towards ? "src " + local + " dst " + underlay() : "src " + underlay() + " dst " + local;
    }

    @Override
    public String toString() {
        return row + " " + shape.title;
    }
}

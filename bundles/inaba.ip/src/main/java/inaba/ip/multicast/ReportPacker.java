package inaba.ip.multicast;

import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Distributes records over reports that a link can carry, RFC 3810 §5.2.15, RFC 3376 §4.2.16.
public final class ReportPacker {
    /// Of a report of either family, before its records.
    private static final int FIXED_BYTES = 8;
    /// Of a record of either family, before its addresses.
    private static final int RECORD_BYTES = 4;
    private static final int IPV4_BYTES = 4;

    private final int room;
    private final List<List<ListenerRecord>> reports = new ArrayList<>();
    private List<ListenerRecord> open = new ArrayList<>();
    private int used;

    private ReportPacker(int room) {
        this.room = room;
    }

    /// @param room octets of a message that the link carries, enough for one record with one source
    /// @return the records of each report, in their order
    public static List<List<ListenerRecord>> pack(List<ListenerRecord> records, int room) {
        var packer = new ReportPacker(room - FIXED_BYTES);
        records.forEach(packer::add);
        packer.close();
        return packer.reports;
    }

    /// Octets of a report with these records.
    public static int bytes(List<ListenerRecord> records) {
        return FIXED_BYTES + records.stream().mapToInt(ReportPacker::bytes).sum();
    }

    private static int bytes(ListenerRecord one) {
        return RECORD_BYTES + (1 + one.sources().size()) * addressBytes(one);
    }

    private static int addressBytes(ListenerRecord one) {
        return one.group().isMapped() ? IPV4_BYTES : Ipv6Address.BYTES;
    }

    private void add(ListenerRecord one) {
        if (bytes(one) > room) {
            close();
            cut(one).forEach(part -> reports.add(List.of(part)));
            return;
        }
        if (used + bytes(one) > room) {
            close();
        }
        open.add(one);
        used += bytes(one);
    }

    private void close() {
        if (!open.isEmpty()) {
            reports.add(List.copyOf(open));
        }
        open = new ArrayList<>();
        used = 0;
    }

    /// A record of wanted sources becomes several; of one of unwanted sources as much is told as fits, always the
    /// same.
    private List<ListenerRecord> cut(ListenerRecord one) {
        int most = (room - RECORD_BYTES) / addressBytes(one) - 1;
        var parts = new ArrayList<ListenerRecord>();
        var sources = List.copyOf(one.sources());
        for (int from = 0; from < sources.size(); from += most) {
            var some = new TreeSet<>(sources.subList(from, Math.min(from + most, sources.size())));
            parts.add(new ListenerRecord(one.type(), one.group(), some));
            if (one.type().excludes()) {
                break;
            }
        }
        return parts;
    }
}

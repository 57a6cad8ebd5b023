package inaba.keys;

import inaba.api.table.Table;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Which associations in UDP hear from a peer that a NAT has moved. On the control loop.
final class Mappings {
    private static final long NEVER = -1;

    /// How many packets there were when it was told last.
    private final Map<SaRow.Key, Long> told = new HashMap<>();

    void remember(SaRow row) {
        if (row.encapsulation() == null) {
            told.remove(row.key());
        } else {
            told.putIfAbsent(row.key(), NEVER);
        }
    }

    void forget(SaRow.Key key) {
        told.remove(key);
    }

    /// Tells of each that has moved and where packets have come since it was told.
    void look(Table<SaRow.Key, SaRow> associations, Consumer<KeyEvent> listener) {
        told.replaceAll((key, before) -> {
            var row = associations.get(key);
            return row == null ? before : tell(row, before, listener);
        });
    }

    private static long tell(SaRow row, long before, Consumer<KeyEvent> listener) {
        long packets = row.state().packets();
        var mapping = row.state().mapping();
        if (mapping == null || packets == before || isKnown(row, mapping)) {
            return before;
        }
        listener.accept(new KeyEvent.Mapped(row, mapping));
        return packets;
    }

    private static boolean isKnown(SaRow row, SaState.Mapping mapping) {
        var ports = row.encapsulation();
        return ports != null && ports.source() == mapping.port() && row.source().equals(mapping.address());
    }
}

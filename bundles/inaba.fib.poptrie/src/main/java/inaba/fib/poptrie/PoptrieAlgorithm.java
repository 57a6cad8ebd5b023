package inaba.fib.poptrie;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import inaba.api.route.fib.SlotFib;
import inaba.wire.Prefix;
import java.util.Collection;
import org.osgi.service.component.annotations.Component;

/// The algorithm `poptrie`: six bits a step, children and leaves found by counting bits (Asai and Ohara, "Poptrie: A
/// Compressed Trie with Population Count for Fast and Scalable Software IP Routing Table Lookup", SIGCOMM 2015).
@Component(service = Fib.Algorithm.class)
public final class PoptrieAlgorithm implements Fib.Algorithm {
    @Override
    public String name() {
        return "poptrie";
    }

    @Override
    public Fib build(Collection<Fib.Entry> entries) {
        return SlotFib.build(new Slots(), entries);
    }

    /// One writer at a time; a table and those made of it share it.
    private static final class Slots implements SlotFib.Maker {
        private final SubtreeWriter writer = new SubtreeWriter();

        @Override
        public Slot empty(int covering) {
            return Subtree.empty(covering);
        }

        @Override
        public Slot make(PrefixList routes, int covering) {
            return writer.make(routes, covering);
        }

        @Override
        public Slot change(Slot old, PrefixList routes, Prefix changed) {
            return writer.change((Subtree) old, routes, changed);
        }
    }
}

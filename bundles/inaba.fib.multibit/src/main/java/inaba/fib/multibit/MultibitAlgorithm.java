package inaba.fib.multibit;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import inaba.api.route.fib.SlotFib;
import inaba.wire.Prefix;
import java.util.Collection;
import org.osgi.service.component.annotations.Component;

/// The algorithm `multibit`: a step takes as many bits as its routes are worth, and bits that they share are skipped
/// (Srinivasan and Varghese, "Fast Address Lookups Using Controlled Prefix Expansion", ACM TOCS 17(1), 1999; Nilsson
/// and Karlsson, "IP-Address Lookup Using LC-Tries", IEEE JSAC 17(6), 1999).
@Component(service = Fib.Algorithm.class, property = "service.ranking:Integer=10")
public final class MultibitAlgorithm implements Fib.Algorithm {
    @Override
    public String name() {
        return "multibit";
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

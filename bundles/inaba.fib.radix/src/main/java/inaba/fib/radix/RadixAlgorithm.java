package inaba.fib.radix;

import inaba.api.route.Fib;
import java.util.Collection;
import org.osgi.service.component.annotations.Component;

/// The algorithm `radix`: a path-compressed binary trie (Morrison, "PATRICIA", Journal of the ACM 15(4), 1968; with the
/// prefixes in inner nodes as in Sklower, "A Tree-Based Packet Routing Table for Berkeley Unix", USENIX Winter 1991).
@Component(service = Fib.Algorithm.class)
public final class RadixAlgorithm implements Fib.Algorithm {
    @Override
    public String name() {
        return "radix";
    }

    @Override
    public Fib build(Collection<Fib.Entry> entries) {
        var writer = new TrieWriter();
        for (var entry : entries) {
            writer.put(entry.prefix(), entry.value());
        }
        writer.compact();
        return writer.finish();
    }
}

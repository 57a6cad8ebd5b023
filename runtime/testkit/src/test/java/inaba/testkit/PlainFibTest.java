package inaba.testkit;

import inaba.api.route.Fib;
import inaba.core.route.PlainFib;
import inaba.testkit.fib.FibContract;
import java.util.Collection;

/// The engine's own table keeps the contract of every other.
class PlainFibTest extends FibContract {
    @Override
    protected Fib.Algorithm algorithm() {
        return new Fib.Algorithm() {
            @Override
            public String name() {
                return "(core)";
            }

            @Override
            public Fib build(Collection<Fib.Entry> entries) {
                return PlainFib.of(entries);
            }
        };
    }
}

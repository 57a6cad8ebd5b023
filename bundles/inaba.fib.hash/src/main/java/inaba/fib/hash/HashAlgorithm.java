package inaba.fib.hash;

import inaba.api.route.Fib;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The algorithm `hash`: a hash table for each prefix length, and guides that say which lengths are worth asking.
///
/// Waldvogel, Varghese, Turner and Plattner, "Scalable High Speed IP Routing Lookups", SIGCOMM 1997: hash tables by
/// length (§2) and markers that lead to longer ones (§3.1), here as bit maps at fixed lengths, so that a change stays
/// local.
@Component(service = Fib.Algorithm.class)
public final class HashAlgorithm implements Fib.Algorithm {
    private final Secret secret;

    /// With a secret of its own: who announces prefixes cannot choose them so that they collide.
    @Activate
    public HashAlgorithm() {
        this(Secret.random(new SecureRandom()));
    }

    HashAlgorithm(Secret secret) {
        this.secret = secret;
    }

    @Override
    public String name() {
        return "hash";
    }

    @Override
    public Fib build(Collection<Fib.Entry> entries) {
        var changes = new ArrayList<Fib.Change>(entries.size());
        for (var entry : entries) {
            changes.add(new Fib.Change(entry.prefix(), entry.value()));
        }
        return HashFib.empty(secret).apply(changes);
    }
}

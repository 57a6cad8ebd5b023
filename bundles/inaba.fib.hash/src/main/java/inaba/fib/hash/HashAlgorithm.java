package inaba.fib.hash;

import inaba.api.route.Fib;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The algorithm `hash`: one hash table for each prefix length in use, asked from the longest to the shortest; the
/// linear search
/// that Waldvogel, Varghese, Turner and Plattner start from in "Scalable High Speed IP Routing Lookups", SIGCOMM 1997,
/// §2.
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
        return new HashFib(secret, new LengthTable[0]).apply(changes);
    }
}

package inaba.shell.complete;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkDriver;
import inaba.api.link.LinkRow;
import inaba.api.manage.Slots;
import inaba.api.protocol.Node;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The appliance as the shell sees it. Its parts come and go, so each may be absent; any thread.
@Component(service = View.class)
public final class View {
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Node node;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Slots slots;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<LinkDriver> drivers = List.of();

    @Activate
    public View() {
        // Fields are injected: dynamic references cannot be constructor parameters.
    }

    public @Nullable Node node() {
        return node;
    }

    Stream<LinkRow> links() {
        return rows(present -> present.links().rows().stream());
    }

    Stream<AddressRow> addresses() {
        return rows(present -> present.addresses().rows().stream());
    }

    <R> Stream<R> rows(Function<Node, Stream<R>> rows) {
        var present = node;
        return present == null ? Stream.empty() : rows.apply(present);
    }

    Stream<Slots.Slot> slots() {
        var present = slots;
        return present == null ? Stream.empty() : present.slots().stream();
    }

    Stream<String> drivers() {
        return drivers.stream().map(LinkDriver::name);
    }
}

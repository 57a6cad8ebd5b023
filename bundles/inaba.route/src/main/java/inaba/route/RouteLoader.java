package inaba.route;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.TableLoader;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.route.core.RouteLines;
import inaba.wire.IpFamily;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `route6 load`: routes from a file, a line each in the words of `route6 add`, with `#` comments, all or none of them.
/// What it says at the end is what workers forward by.
final class RouteLoader implements TableLoader.Kind<RouteRow> {
    private static final long LOOK_MILLIS = 100;

    private final Node node;
    private final IpFamily family;

    RouteLoader(Node node, IpFamily family) {
        this.node = node;
        this.family = family;
    }

    /// `load FILE`; the verb was read.
    void run(Call call) throws CommandException {
        var args = call.args();
        String name = args.next("FILE");
        args.end();
        var words = new RouteLines(name, RouteCommand.scene(node, family));
        var loader = new TableLoader<>(node.loop(), node.routes(), this, words);
        loader.read(call);
        loader.add(call);
        awaitSeen(call, loader.count());
        call.print(loader.loaded());
    }

    @Override
    public String noun() {
        return "route";
    }

    @Override
    public boolean replaces() {
        return false;
    }

    @Override
    public CommandException refusal(Args line, RouteRow row) {
        boolean exists = node.routes().get(row.key()) != null;
        return exists ? RouteCommand.exists(line, row) : RouteCommand.full(line, node);
    }

    private void awaitSeen(Call call, String routes) {
        if (node.loop().onLoop()) {
            return; // who is the loop cannot wait for it
        }
        var seen = new CountDownLatch(1);
        node.loop().post(() -> node.whenRoutesSeen(seen::countDown));
        try {
            while (!seen.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !call.cancelled()) {
                call.progress(routes + " added, the forwarding table is being built");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

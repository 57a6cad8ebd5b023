package inaba.capture;

import inaba.api.hook.Tap;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.capture.filter.Filter;
import inaba.capture.pcapng.PcapngWriter;
import inaba.wire.EthernetHeader;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.StringJoiner;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `capture LINK FILE [count N] [filter EXPR]`
@Component
public final class CaptureCommand implements Command {
    private static final int WAITING_FRAMES = 8192;
    private static final int VLAN_TAG = 4; // IEEE 802.1Q

    private final BundleContext context;
    private final Node node;
    private final Clock wall;

    @Activate
    public CaptureCommand(BundleContext context, @Reference Node node) {
        this(context, node, Clock.systemUTC());
    }

    CaptureCommand(BundleContext context, Node node, Clock wall) {
        this.context = context;
        this.node = node;
        this.wall = wall;
    }

    @Override
    public String name() {
        return "capture";
    }

    @Override
    public String summary() {
        return "write frames of a link to a pcapng file until Ctrl-C";
    }

    @Override
    public List<String> usages() {
        return List.of("LINK FILE [count N] [filter EXPR]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var request = Request.read(call, node);
        var file = request.file();
        var capture = new Capture(
                request.link().index(),
                request.link().pointToPoint(),
                request.filter(),
                request.count(),
                node.time(),
                wall,
                WAITING_FRAMES,
                snapLength(request.link()));
        try (var writer = new PcapngWriter(create(file))) {
            var mac = request.link().pointToPoint() ? null : request.link().mac();
            writer.start("Inaba", request.link().name(), mac, snapLength(request.link()));
            write(call, capture, writer, "capturing on " + request.link().name() + " into " + file);
        } catch (FileNotFoundException refused) { // its message begins with the file
            throw call.args().failed("cannot write " + refused.getMessage());
        } catch (IOException failed) {
            throw call.args().failed("cannot write " + file + ": " + failed.getMessage());
        }
        call.print(Line.text(capture.captured() + " frames captured, " + capture.lost() + " lost")
                .keyed("captured", capture.captured())
                .keyed("lost", capture.lost())
                .keyed("file", file));
    }

    private void write(Call call, Capture capture, PcapngWriter writer, String doing) throws IOException {
        var tap = context.registerService(Tap.class, capture, null);
        call.onCancel(capture::stop);
        call.progress(doing);
        try {
            capture.write(writer, frames -> call.progress(doing + ": " + frames + " frames"));
        } finally {
            capture.stop();
            tap.unregister();
        }
    }

    private static int snapLength(LinkRow link) {
        return EthernetHeader.BYTES + VLAN_TAG + link.mtu();
    }

    /// As tcpdump does, a file that is there is written anew.
    private static OutputStream create(Path file) throws IOException {
        return new FileOutputStream(file.toFile()); // unlike a channel, not closed by an interrupt
    }

    /// What was asked for.
    private record Request(LinkRow link, Path file, long count, Filter filter) {
        static Request read(Call call, Node node) throws CommandException {
            var args = call.args();
            var name = args.next("LINK");
            var file = call.file(args.next("FILE"));
            long count = args.accept("count") ? args.number("a number of frames", 1, Long.MAX_VALUE) : Long.MAX_VALUE;
            var filter = args.accept("filter") ? filter(args) : Filter.ALL;
            args.end();
            return new Request(LinkWords.find(args, node.links().rows(), name), file, count, filter);
        }

        /// All words to the end are the expression.
        private static Filter filter(Args args) throws CommandException {
            var expression = new StringJoiner(" ").add(args.next("EXPR"));
            while (args.hasNext()) {
                expression.add(args.next("EXPR"));
            }
            try {
                return Filter.parse(expression.toString());
            } catch (IllegalArgumentException wrong) {
                throw args.usage("filter: " + wrong.getMessage());
            }
        }
    }
}

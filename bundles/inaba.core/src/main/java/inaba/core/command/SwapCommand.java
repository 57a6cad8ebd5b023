package inaba.core.command;

import inaba.api.link.LinkException;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.core.Engine;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `swap`: what serves in each slot, and letting another serve.
@Component(service = Command.class)
public final class SwapCommand implements Command {
    private static final int MOST_LOOKUPS = 100_000_000;
    private final Engine engine;

    @Activate
    public SwapCommand(@Reference Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public String summary() {
        return "show and change what serves in a slot, with packets flowing";
    }

    @Override
    public List<String> usages() {
        return List.of("[show]", "SLOT NAME [shadow N]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        if (!args.hasNext() || args.accept("show")) {
            args.end();
            engine.slots()
                    .slots()
                    .forEach(slot -> call.print(Line.columns()
                            .bare("slot", slot.name())
                            .bare("active", slot.active())
                            .bare("bundle", slot.bundle())
                            .bare("offered", String.join(",", slot.offered()))));
            return;
        }
        String slot = args.next("SLOT");
        String implementation = args.next("NAME");
        int shadow = args.accept("shadow") ? (int) args.number("packets", 1, MOST_LOOKUPS) : 0;
        args.end();
        var link = engine.link(slot);
        if (link == null) {
            engine.slots().choose(slot, implementation, shadow, call::print);
        } else if (shadow > 0) {
            throw args.failed("a link's driver knows no shadow");
        } else {
            changeDriver(call, slot, implementation, link.device());
        }
    }

    /// `swap lan pcap`: the same device, another driver.
    private void changeDriver(Call call, String link, String driver, String device) throws CommandException {
        try {
            var to = driver.indexOf(':') > 0 ? DriverDevice.parse(driver) : new DriverDevice(driver, device);
            engine.linkManager().change(link, to.driver(), to.device(), false);
        } catch (LinkException failed) {
            throw call.args().failed(String.valueOf(failed.getMessage()));
        }
    }
}

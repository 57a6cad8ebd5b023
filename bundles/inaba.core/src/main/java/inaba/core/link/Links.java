package inaba.core.link;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.LinkRow;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.manage.LinkWords;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.core.loop.EngineLoop;
import inaba.core.path.Worker;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The links of the appliance: opens devices, runs their workers, follows carrier, MTU and MAC, and changes drivers
/// live.
///
/// Methods that open or close a device wait for it, so they are called off the control loop, one after the other.
public final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final int SECONDS = 5;
    private static final int MIN_MTU = 1280;
    private static final int MAX_MTU = 65_535;

    private final EngineLoop loop;
    private final Table<Integer, LinkRow> rows;
    private final Path state;
    private final Staff staff;
    private final BooleanSupplier forwarding;
    private final IntFunction<Duration> farewell;
    private final Map<String, LinkDriver> drivers = new ConcurrentHashMap<>();
    private final Map<Integer, OpenLink> open = new TreeMap<>();
    private final AtomicInteger lastIndex = new AtomicInteger();

    /// Hires and lays off the workers of a port. `begin` and `end` are called on the loop, `stop` off it.
    public interface Staff {
        List<Worker> hire(String name, int link, Port port, int mtu);

        void begin(List<Worker> workers);

        /// Ends the threads, and waits for them.
        void stop(List<Worker> workers);

        /// @param settled run on the loop once no worker uses the port any more
        void end(List<Worker> workers, Runnable settled);
    }

    /// @param forwarding whether new links forward
    /// @param farewell lets protocols say what they still have to on a link, and tells how long that takes; on the
    /// loop
    public Links(
            EngineLoop loop,
            Table<Integer, LinkRow> rows,
            Path state,
            Staff staff,
            BooleanSupplier forwarding,
            IntFunction<Duration> farewell) {
        this.loop = loop;
        this.rows = rows;
        this.state = state;
        this.staff = staff;
        this.forwarding = forwarding;
        this.farewell = farewell;
    }

    /// The port of a link, or null. On the loop.
    public @Nullable Port port(int index) {
        var link = open.get(index);
        return link == null ? null : link.port();
    }

    /// Names of the drivers that are there.
    public List<String> drivers() {
        return drivers.keySet().stream().sorted().toList();
    }

    /// Adds a link. Off the loop.
    ///
    /// @param wish what was asked for
    public synchronized void add(Wish wish) throws LinkException {
        if (loop.call(() -> find(wish.name)) != null) {
            throw new LinkException("link " + wish.name + " exists; delete it first, or choose another name");
        }
        var driver = driver(wish.driver);
        int index = lastIndex.incrementAndGet();
        var port = openPort(driver, wish.name, index, wish.device, wish.mac, wish.force, false);
        if (wish.mtu > port.mtu()) {
            port.close();
            throw new LinkException("mtu " + wish.mtu + " is more than " + wish.device + " carries: " + port.mtu());
        }
        var workers = hire(wish.name, index, port);
        Runnable begin = () -> {
            open.put(
                    index,
                    new OpenLink(
                            index, wish.driver, wish.device, wish.mac, wish.mtu, wish.force, driver, port, workers));
            rows.put(new LinkRow(
                    index,
                    wish.name,
                    wish.driver,
                    wish.device,
                    wish.mac == null ? port.mac() : wish.mac,
                    wish.mtu == 0 ? port.mtu() : wish.mtu,
                    true,
                    port.carrier(),
                    forwarding.getAsBoolean(),
                    wish.table,
                    ""));
            staff.begin(workers);
        };
        install(workers, port, begin, () -> {
            rows.remove(index);
            open.remove(index);
        });
        LOG.info("link {} is {}:{}", wish.name, wish.driver, wish.device);
    }

    /// Adds a link that has neither device nor workers; its maker tells of its carrier, and removes its row. On the
    /// loop.
    ///
    /// @return null when there is one of that name, or no room
    public @Nullable LinkRow addWithoutDevice(String name, String driver, String device, int mtu, String table) {
        if (find(name) != null) {
            return null;
        }
        var row = new LinkRow(
                lastIndex.incrementAndGet(),
                name,
                driver,
                device,
                MacAddress.ZERO,
                mtu,
                true,
                false,
                forwarding.getAsBoolean(),
                table,
                "");
        return rows.put(row) ? row : null;
    }

    /// Deletes a link and leaves the device as it was found. Off the loop.
    public synchronized void delete(String name) throws LinkException {
        var row = require(name);
        takeLeave(Set.of(row.index()));
        var link = loop.call(() -> {
            rows.remove(row.index());
            return open.remove(row.index());
        });
        if (link != null) {
            dismiss(link.workers(), link.port());
        }
        LOG.info("link {} is gone", name);
    }

    /// Takes a link down. Off the loop.
    public synchronized void down(String name) throws LinkException {
        int index = require(name).index();
        takeLeave(Set.of(index));
        loop.call(() -> {
            var row = rows.get(index);
            return row == null || rows.put(row.withAdminUp(false));
        });
    }

    /// The appliance ends: what is still to be said on its links is said. Off the loop.
    public synchronized void takeLeave() {
        takeLeave(loop.call(() -> Set.copyOf(open.keySet())));
    }

    private void takeLeave(Set<Integer> links) {
        var pause = loop.call(() ->
                links.stream().map(farewell::apply).max(Duration::compareTo).orElse(Duration.ZERO));
        if (!pause.isZero()) {
            loop.pause(pause);
        }
    }

    /// Sets the MTU. On the loop.
    public void mtu(LinkRow row, int mtu) throws LinkException {
        var link = open.get(row.index());
        int most = link == null || link.port() == null ? MAX_MTU : link.port().mtu();
        if (mtu < MIN_MTU || mtu > most) {
            throw new LinkException("mtu must be from " + MIN_MTU + " to " + most + " on " + row.name());
        }
        if (link != null) {
            open.put(row.index(), link.withMtu(mtu));
        }
        rows.put(row.withMtu(mtu));
    }

    /// Lets another driver, or another device, serve a link while packets flow. Off the loop.
    public synchronized void change(String name, String driverName, String device, boolean force) throws LinkException {
        var row = require(name);
        change(row, driver(driverName), driverName, device, force);
        loop.call(() -> open.computeIfPresent(
                row.index(), (index, link) -> link.withForced(force || link.forced() && device.equals(row.device()))));
    }

    /// A driver came, perhaps beside an older one of that name: links of the older one move over. Off the loop.
    public synchronized void arrive(LinkDriver driver) {
        drivers.put(driver.name(), driver);
        for (var link : loop.call(() -> List.copyOf(open.values()))) {
            if (link.driverName().equals(driver.name()) && link.driver() != driver) {
                move(link, driver);
            }
        }
    }

    /// A driver goes; its links lose their device until one of that name is back. Off the loop.
    public synchronized void leave(LinkDriver driver) {
        drivers.remove(driver.name(), driver);
        for (var link : loop.call(() -> List.copyOf(open.values()))) {
            if (link.driver() == driver) {
                loseDevice(link);
            }
        }
    }

    /// Closes all: the appliance ends. Off the loop.
    public synchronized void close() {
        takeLeave();
        for (var link : loop.call(() -> List.copyOf(open.values()))) {
            loop.call(() -> open.remove(link.index()));
            dismiss(link.workers(), link.port());
        }
    }

    /// Commands that make the links again. On the loop.
    public List<String> configuration() {
        return open.values().stream()
                .flatMap(link -> LinkText.configuration(link, rows.get(link.index())).stream())
                .toList();
    }

    private void move(OpenLink link, LinkDriver driver) {
        var row = loop.call(() -> rows.get(link.index()));
        if (row == null) {
            return;
        }
        try {
            change(row, driver, link.driverName(), link.device(), true);
        } catch (LinkException failed) {
            LOG.error("link {} stays without its new driver: {}", row.name(), failed.getMessage());
        }
    }

    private void change(LinkRow row, LinkDriver driver, String driverName, String device, boolean force)
            throws LinkException {
        var link = present(row);
        var oldPort = link.port();
        var port = oldPort == null
                ? openPort(driver, row.name(), row.index(), device, link.wantedMac(), force, false)
                : openBeside(link, oldPort, row, driver, device, force);
        serve(row, driver, driverName, device, port);
    }

    private OpenLink present(LinkRow row) throws LinkException {
        var link = loop.call(() -> open.get(row.index()));
        if (link == null) {
            throw new LinkException("link " + row.name() + (row.pointToPoint() ? " has no device" : " is gone"));
        }
        return link;
    }

    /// Hands a link over to a port that was opened for it.
    private void serve(LinkRow row, LinkDriver driver, String driverName, String device, Port port)
            throws LinkException {
        var link = present(row);
        var oldPort = link.port();
        var workers = hire(row.name(), row.index(), port);
        var beside = device.equals(link.device()) ? oldPort : null;
        boolean exclusive = beside != null && (beside.exclusive() || port.exclusive());
        if (exclusive) {
            workers.forEach(worker -> worker.receiver().only(Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (beside != null && beside.stamped() && port.stamped()) {
            HandOver.at(link.workers(), workers);
        }
        Runnable begin = () -> {
            open.put(row.index(), link.with(driverName, device, driver, port, workers));
            var now = rows.get(row.index());
            if (now != null) {
                rows.put(refreshed(now.withDriver(driverName, device), port, link));
            }
            staff.begin(workers);
        };
        install(workers, port, begin, () -> {
            open.put(row.index(), link);
            link.workers().forEach(Worker::resume);
            var now = rows.get(row.index());
            if (now != null) {
                rows.put(now.withDriver(link.driverName(), link.device()));
            }
        });
        if (exclusive) {
            HandOver.now(link.workers());
        }
        dismiss(link.workers(), oldPort);
        LOG.info("link {} is now {}:{}", row.name(), driverName, device);
    }

    private List<Worker> hire(String name, int index, Port port) {
        try {
            return staff.hire(name, index, port, port.mtu());
        } catch (RuntimeException | Error failed) {
            port.close();
            throw failed;
        }
    }

    /// Lets a port that was opened serve. If that fails, or the loop does not come to it in time, it is closed again.
    ///
    /// @param begin on the loop
    /// @param undo on the loop: takes back what was done of it, be it nothing
    private void install(List<Worker> workers, Port port, Runnable begin, Runnable undo) {
        var givenUp = new AtomicBoolean();
        try {
            loop.call(() -> {
                if (!givenUp.get()) {
                    begin.run();
                }
                return port;
            });
        } catch (RuntimeException | Error failed) {
            givenUp.set(true);
            loop.post(undo);
            dismiss(workers, port);
            throw failed;
        }
    }

    /// Opens the new port while the old one works. Where a device can be opened once only, the old one goes first;
    /// another driver serves in between, if there is one that can.
    private Port openBeside(OpenLink link, Port oldPort, LinkRow row, LinkDriver driver, String device, boolean force)
            throws LinkException {
        try {
            return openPort(driver, row.name(), row.index(), device, link.wantedMac(), force, true);
        } catch (LinkException busy) {
            if (!device.equals(link.device()) || oldPort.stamped()) {
                throw busy;
            }
            if (oldPort.exclusive() && bridge(link, row, driver)) {
                return openPort(driver, row.name(), row.index(), device, link.wantedMac(), force, true);
            }
            loseDevice(link);
            return openPort(driver, row.name(), row.index(), device, link.wantedMac(), force, false);
        }
    }

    /// Lets a driver of another kind serve a link for a while: one that shows the kernel's stamps, so that it can be
    /// handed over to and from without loss.
    ///
    /// @return false when there is none
    private boolean bridge(OpenLink link, LinkRow row, LinkDriver next) {
        var others = drivers.values().stream()
                .filter(driver -> driver != next && driver != link.driver())
                .sorted(Comparator.comparing(LinkDriver::name))
                .toList();
        for (var other : others) {
            try {
                var port = openPort(other, row.name(), row.index(), link.device(), link.wantedMac(), true, true);
                if (port.stamped()) {
                    serve(row, other, other.name(), link.device(), port);
                    return true;
                }
                port.close();
            } catch (LinkException cannot) {
                LOG.debug("{} cannot serve {} meanwhile: {}", other.name(), row.name(), cannot.getMessage());
            }
        }
        return false;
    }

    private void loseDevice(OpenLink link) {
        loop.call(() -> {
            open.put(link.index(), link.with(link.driverName(), link.device(), null, null, List.of()));
            var row = rows.get(link.index());
            if (row != null) {
                rows.put(row.withCarrier(false));
            }
            return link.index();
        });
        dismiss(link.workers(), link.port());
    }

    /// A worker of the link does not come back from a burst: another port is opened on the device, and others serve it.
    /// The port that it holds is closed if it ever ends. Off the loop.
    public synchronized void reopen(Worker stuck) {
        var link = loop.call(() -> open.get(stuck.link()));
        var row = loop.call(() -> rows.get(stuck.link()));
        if (link == null || row == null || link.port() == null || link.driver() == null) {
            return;
        }
        var port = link.port();
        var driver = link.driver();
        stuck.abandon(port::close);
        staff.stop(link.workers());
        loop.call(() -> {
            open.put(link.index(), link.with(link.driverName(), link.device(), driver, null, List.of()));
            staff.end(link.workers(), () -> {});
            return link;
        });
        try {
            serve(
                    row,
                    driver,
                    link.driverName(),
                    link.device(),
                    openBeside(link, port, row, driver, link.device(), true));
        } catch (LinkException failed) {
            LOG.error("link {} stays without a worker: {}", row.name(), failed.getMessage());
        }
    }

    private void dismiss(List<Worker> workers, @Nullable Port port) {
        staff.stop(workers);
        var settled = new CompletableFuture<Void>();
        loop.post(() -> staff.end(workers, () -> settled.complete(null)));
        try {
            settled.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("a worker is still busy after {} s; closing the port all the same", SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (port != null) {
            port.close();
        }
    }

    private Port openPort(
            LinkDriver driver,
            String name,
            int index,
            String device,
            @Nullable MacAddress mac,
            boolean force,
            boolean beside)
            throws LinkException {
        var options = new PortOptions(name, mac, state, force, beside);
        return driver.open(device, options, () -> loop.post(() -> refresh(index)));
    }

    /// What the device says has changed. On the loop.
    private void refresh(int index) {
        var link = open.get(index);
        var row = rows.get(index);
        if (link != null && row != null && link.port() != null) {
            rows.put(refreshed(row, link.port(), link));
        }
    }

    private static LinkRow refreshed(LinkRow row, Port port, OpenLink link) {
        int mtu = link.wantedMtu() == 0 ? port.mtu() : Math.min(link.wantedMtu(), port.mtu());
        var mac = link.wantedMac() == null ? port.mac() : link.wantedMac();
        return row.withCarrier(port.carrier()).withMtu(mtu).withMac(mac);
    }

    private @Nullable LinkRow find(String name) {
        return rows.rows().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private LinkRow require(String name) throws LinkException {
        var row = loop.call(() -> Optional.ofNullable(find(name)));
        if (row.isEmpty()) {
            throw new LinkException(LinkWords.unknown(name, rows.rows()));
        }
        return row.get();
    }

    private LinkDriver driver(String name) throws LinkException {
        var driver = drivers.get(name);
        if (driver == null) {
            throw new LinkException("no such driver: " + name + "; there are " + String.join(", ", drivers()));
        }
        return driver;
    }

    /// A link that a person asks for.
    ///
    /// @param mtu 0 = the device's
    /// @param mac null = the device's
    public record Wish(
            String name,
            String driver,
            String device,
            int mtu,
            @Nullable MacAddress mac,
            String table,
            boolean force) {
        public Wish(String name, String driver, String device) {
            this(name, driver, device, 0, null, RouteRow.MAIN, false);
        }
    }
}

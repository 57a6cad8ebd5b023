package inaba.core.path;

import inaba.api.link.LinkRow;
import inaba.api.packet.Verdict;
import inaba.api.route.RouteRow;
import inaba.wire.MacAddress;

/// Hears of every decision about one packet: what `walk6` shows.
public interface Trace {
    /// @param stage what decided: a stage of the engine, or the class of a hook
    /// @param because the clause behind it
    void step(String stage, Verdict verdict, String because);

    /// The frame would go out here.
    void sent(LinkRow link, MacAddress destination);

    /// The packet passes the outlet of a link without a device.
    void outlet(LinkRow link);

    /// The route that matched.
    void route(RouteRow row, Verdict verdict);
}

package inaba.route.core;

import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;

/// What a rule wants done to the table of routes.
public sealed interface RouteChange {
    /// Add, or replace the row of the same key.
    record Put(RouteRow row) implements RouteChange {}

    /// Remove, if it is there.
    record Remove(RouteKey key) implements RouteChange {}
}

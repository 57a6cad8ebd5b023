package inaba.core.route;

import inaba.api.route.RouteRow;

/// A way on for a packet of the node itself, and the route that it is by.
record RoutedHop(RouteRow row, Hop hop) {}

package inaba.core.slot;

/// A service that could fill a slot.
///
/// @param name of the implementation
/// @param bundle id of its bundle
/// @param ranking its service ranking
public record Offer<T>(String name, long bundle, int ranking, T service) {}

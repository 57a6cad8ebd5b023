package inaba.ip.neighbor;

import inaba.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/// What can happen to a neighbour cache entry, in the words of RFC 4861 Appendix C.
public sealed interface NudEvent {
    /// A packet waits for a neighbour without entry, or one that is FAILED.
    record PacketToSend() implements NudEvent {}

    /// A packet was sent with the entry's MAC.
    record Used() implements NudEvent {}

    /// The progress of an upper layer shows that packets arrive, §7.3.1.
    record Confirmed() implements NudEvent {}

    /// Somebody wants to know whether a neighbour that did not answer is back, RFC 4191 §3.5.
    record Probe() implements NudEvent {}

    /// The instant that [Nud#deadline] gave has come.
    ///
    /// @param used a packet was sent since the entry became UNREACHABLE or was last solicited in that state
    record Timeout(boolean used) implements NudEvent {}

    /// A Neighbor Advertisement, §7.2.5.
    ///
    /// @param mac of the Target Link-Layer Address option, or null without one
    record Advert(@Nullable MacAddress mac, boolean router, boolean solicited, boolean override) implements NudEvent {}

    /// Another message gave the neighbour's MAC: a solicitation, a Router Advertisement, a Redirect.
    ///
    /// @param router what the message says of the IsRouter flag, null where it says nothing (Appendix D)
    record Heard(MacAddress mac, @Nullable Boolean router) implements NudEvent {}

    /// A message without a MAC told whether the neighbour is a router (§6.2.6, §6.3.4, §8.3).
    record RouterFlag(boolean router) implements NudEvent {}
}

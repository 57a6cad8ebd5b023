package inaba.keys;

import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;

/// What happened to associations and policies, whoever did it.
public sealed interface KeyEvent {
    record Added(SaRow row) implements KeyEvent {}

    record Updated(SaRow row) implements KeyEvent {}

    record Deleted(SaRow row) implements KeyEvent {}

    /// @param hard it is over; else a successor is wanted
    record Expired(SaRow row, boolean hard) implements KeyEvent {}

    /// A policy found no association.
    ///
    /// @param wanted without SPI and keys; its selector is the packet's
    record Acquire(SaRow wanted, PolicyRow policy) implements KeyEvent {}

    /// Genuine packets of an association in UDP come from elsewhere (RFC 7296 §2.23).
    record Mapped(SaRow row, SaState.Mapping to) implements KeyEvent {}

    record PolicyAdded(PolicyRow row) implements KeyEvent {}

    record PolicyUpdated(PolicyRow row) implements KeyEvent {}

    record PolicyDeleted(PolicyRow row) implements KeyEvent {}

    /// @param hard it is over
    record PolicyExpired(PolicyRow row, boolean hard) implements KeyEvent {}
}

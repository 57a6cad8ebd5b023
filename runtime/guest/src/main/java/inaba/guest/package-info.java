/// Guests: virtual machines with a real Linux kernel, connected with an appliance by cables of UDP. They speak what the
/// kernel of this machine may not have: tunnels, ESP, AH.
///
/// Nothing here needs root. QEMU translates (`-accel tcg`), so that no hardware support is needed either.
@NullMarked
package inaba.guest;

import org.jspecify.annotations.NullMarked;

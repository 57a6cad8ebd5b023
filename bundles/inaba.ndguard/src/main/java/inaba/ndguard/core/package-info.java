/// The rules: bindings, and what they say about a packet.
@NullMarked
package inaba.ndguard.core;

import org.jspecify.annotations.NullMarked;

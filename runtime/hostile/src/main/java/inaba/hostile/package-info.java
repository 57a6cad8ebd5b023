/// Attacks on a node: packets made octet by octet, without our own serialisers, and a node with all protocols that is
/// watched while it gets them.
@NullMarked
package inaba.hostile;

import org.jspecify.annotations.NullMarked;

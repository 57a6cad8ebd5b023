/// Whole nodes that live together for a simulated month, while everything happens to them that does in a year.
@NullMarked
package inaba.conformance.life;

import org.jspecify.annotations.NullMarked;

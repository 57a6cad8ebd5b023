/// RA guard: refuses Router Advertisements that a link must not have.
@NullMarked
package inaba.raguard;

import org.jspecify.annotations.NullMarked;

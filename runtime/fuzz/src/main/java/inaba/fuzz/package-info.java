/// Inputs that nobody thought of, for every parser and for whole nodes.
@NullMarked
package inaba.fuzz;

import org.jspecify.annotations.NullMarked;

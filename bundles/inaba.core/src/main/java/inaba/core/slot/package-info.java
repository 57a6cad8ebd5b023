/// What can be swapped, and what happens to code that misbehaves.
@NullMarked
package inaba.core.slot;

import org.jspecify.annotations.NullMarked;

/// The control loop and the real clock.
@NullMarked
package inaba.core.loop;

import org.jspecify.annotations.NullMarked;

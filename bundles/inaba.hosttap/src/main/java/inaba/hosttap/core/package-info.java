/// What becomes of a frame that the kernel's end of the tap sends, without I/O.
@NullMarked
package inaba.hosttap.core;

import org.jspecify.annotations.NullMarked;

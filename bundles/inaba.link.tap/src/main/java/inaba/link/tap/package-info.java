/// Link driver over a Linux tap device.
@NullMarked
package inaba.link.tap;

import org.jspecify.annotations.NullMarked;

/// Typed rows become iproute2's text or JSON.
@NullMarked
package inaba.shell.render;

import org.jspecify.annotations.NullMarked;

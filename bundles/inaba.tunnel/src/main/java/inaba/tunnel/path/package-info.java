/// What workers do with packets of tunnels: headers put before them, and taken off.
@NullMarked
package inaba.tunnel.path;

import org.jspecify.annotations.NullMarked;

/// Daemons of this machine on the appliance's links: selected packets go to a tap in their network namespace.
@NullMarked
package inaba.hosttap;

import org.jspecify.annotations.NullMarked;

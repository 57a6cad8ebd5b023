/// The rules of ICMP as functions.
@NullMarked
package inaba.ip4.icmp.core;

import org.jspecify.annotations.NullMarked;

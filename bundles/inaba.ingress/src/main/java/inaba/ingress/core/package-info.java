/// The rules: what a filter says about a packet.
@NullMarked
package inaba.ingress.core;

import org.jspecify.annotations.NullMarked;

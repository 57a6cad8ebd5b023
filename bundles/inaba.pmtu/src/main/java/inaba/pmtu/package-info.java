/// Path MTU Discovery, RFC 8201.
@NullMarked
package inaba.pmtu;

import org.jspecify.annotations.NullMarked;

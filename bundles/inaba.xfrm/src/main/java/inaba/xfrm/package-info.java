/// IPsec, RFC 4301: policies and associations become chains of outputs and takers of headers.
@NullMarked
package inaba.xfrm;

import org.jspecify.annotations.NullMarked;

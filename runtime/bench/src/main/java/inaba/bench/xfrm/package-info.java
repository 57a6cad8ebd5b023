/// What IPsec costs: lookups, ciphers beside OpenSSL's.
@NullMarked
package inaba.bench.xfrm;

import org.jspecify.annotations.NullMarked;

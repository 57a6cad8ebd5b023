/// Stateless address autoconfiguration and duplicate address detection (RFC 4862).
@NullMarked
package inaba.addrconf;

import org.jspecify.annotations.NullMarked;

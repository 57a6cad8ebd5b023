/// Multicast Listener Discovery, the part of listeners: RFC 3810 §6, RFC 2710, RFC 3590.
@NullMarked
package inaba.mld;

import org.jspecify.annotations.NullMarked;

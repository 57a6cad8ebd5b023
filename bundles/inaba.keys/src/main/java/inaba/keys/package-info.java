/// What PF_KEY and netlink have in common: what key management may do to associations and policies, and what it is
/// told. Each bundle carries a copy.
@NullMarked
package inaba.keys;

import org.jspecify.annotations.NullMarked;

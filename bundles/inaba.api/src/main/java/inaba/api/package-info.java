/// The contracts between bundles, one small package each; this package itself is only their house.
@NullMarked
package inaba.api;

import org.jspecify.annotations.NullMarked;

/// Tests inside a running framework: every bundle is installed, swapped, updated and removed.
@NullMarked
package inaba.it;

import org.jspecify.annotations.NullMarked;

/// The rules of an advertising router as functions: when, what, within which ranges, and whether others agree.
@NullMarked
package inaba.ra.core;

import org.jspecify.annotations.NullMarked;

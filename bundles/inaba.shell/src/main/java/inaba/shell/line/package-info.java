/// A line of shell, cut into words and operators before Gogo sees it: whatever a word contains arrives as it was typed.
@NullMarked
package inaba.shell.line;

import org.jspecify.annotations.NullMarked;

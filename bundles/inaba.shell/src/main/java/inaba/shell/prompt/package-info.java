/// The prompt on a terminal: line editing, history, completion, Ctrl-C and Ctrl-D.
@NullMarked
package inaba.shell.prompt;

import org.jspecify.annotations.NullMarked;

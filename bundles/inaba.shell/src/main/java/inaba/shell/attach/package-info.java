/// What `inaba sh` and the shell say to each other over the socket in the state folder. Depends on the JDK only: the
/// client, a process of its own that must start at once, uses it too.
@NullMarked
package inaba.shell.attach;

import org.jspecify.annotations.NullMarked;

/// The command `capture`: copies frames of a link from the workers into a file that Wireshark reads.
@NullMarked
package inaba.capture;

import org.jspecify.annotations.NullMarked;

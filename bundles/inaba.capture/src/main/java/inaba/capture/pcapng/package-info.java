/// The pcapng file format (draft-ietf-opsawg-pcapng): the blocks that a capture of Ethernet frames needs.
@NullMarked
package inaba.capture.pcapng;

import org.jspecify.annotations.NullMarked;

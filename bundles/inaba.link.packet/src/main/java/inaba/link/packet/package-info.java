/// Link driver over AF_PACKET rings, without JNI and libpcap.
@NullMarked
package inaba.link.packet;

import org.jspecify.annotations.NullMarked;

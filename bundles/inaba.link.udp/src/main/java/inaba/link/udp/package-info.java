/// Link driver that carries one Ethernet frame in one UDP datagram.
@NullMarked
package inaba.link.udp;

import org.jspecify.annotations.NullMarked;

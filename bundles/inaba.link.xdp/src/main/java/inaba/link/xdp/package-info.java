/// The driver `xdp`: AF_XDP sockets on network devices of Linux.
@NullMarked
package inaba.link.xdp;

import org.jspecify.annotations.NullMarked;

/// The rules of ICMPv6 as functions: who may be answered by an error, how often, and what a quoted packet was.
@NullMarked
package inaba.icmp6.core;

import org.jspecify.annotations.NullMarked;

/// The appliance against Linux and its tools, in namespaces.
@NullMarked
package inaba.lab;

import org.jspecify.annotations.NullMarked;

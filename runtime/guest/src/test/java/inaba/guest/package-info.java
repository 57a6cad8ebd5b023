/// The appliance against Linux in virtual machines.
@NullMarked
package inaba.guest;

import org.jspecify.annotations.NullMarked;

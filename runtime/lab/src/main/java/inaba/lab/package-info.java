/// Laboratories: network namespaces with real Linux hosts around an appliance.
@NullMarked
package inaba.lab;

import org.jspecify.annotations.NullMarked;

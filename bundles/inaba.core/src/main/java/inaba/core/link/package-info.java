/// Links: opening, workers, carrier, and handing over from driver to driver.
@NullMarked
package inaba.core.link;

import org.jspecify.annotations.NullMarked;

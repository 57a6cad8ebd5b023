/// What an appliance is made of, for those who must know: the software bill of materials.
@NullMarked
package inaba.launcher.sbom;

import org.jspecify.annotations.NullMarked;

/// Operations on bundles that neither hang the person nor harm the neighbours: deadlines, make before break.
@NullMarked
package inaba.deploy.bundle;

import org.jspecify.annotations.NullMarked;

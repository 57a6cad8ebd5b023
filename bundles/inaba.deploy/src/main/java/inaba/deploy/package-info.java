/// Bundles at run time: install, update, rollback and the deploy folder.
@NullMarked
package inaba.deploy;

import org.jspecify.annotations.NullMarked;

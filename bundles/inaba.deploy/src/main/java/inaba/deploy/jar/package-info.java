/// Bundles as files: what a jar says of itself, and the store of those that were started.
@NullMarked
package inaba.deploy.jar;

import org.jspecify.annotations.NullMarked;

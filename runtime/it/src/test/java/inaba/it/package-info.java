/// Tests of the built tree: its manifests, its features, and appliances that run in this process.
@NullMarked
package inaba.it;

import org.jspecify.annotations.NullMarked;

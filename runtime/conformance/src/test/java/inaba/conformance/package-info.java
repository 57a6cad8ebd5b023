/// What the tests say about the RFCs: `docs/conformance.md` is written here, and is wrong if a test here fails. It is
/// the last module, since it reads the compiled tests of all the others.
@NullMarked
package inaba.conformance;

import org.jspecify.annotations.NullMarked;

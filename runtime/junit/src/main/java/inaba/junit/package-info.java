/// What tests of every module share; depends on JUnit only.
@NullMarked
package inaba.junit;

import org.jspecify.annotations.NullMarked;

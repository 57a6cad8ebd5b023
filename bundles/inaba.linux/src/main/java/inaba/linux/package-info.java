/// Linux system calls and structures through java.lang.foreign, without JNI.
@Export
@Version("1.0.0")
@NullMarked
package inaba.linux;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

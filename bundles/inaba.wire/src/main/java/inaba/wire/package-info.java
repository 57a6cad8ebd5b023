/// Wire formats: addresses, prefixes and checksums, and one view per header or option, named as its RFC names it.
///
/// It depends on nothing but the JDK. A view borrows the packet's bytes and holds no state: keep its fields, never the
/// view. Call `fits` once, where the bytes arrive; after that no accessor of the view can fail. Views of the packet
/// path take `(bytes, at)`, where `at` is the header's absolute offset, so that reading a header makes no slice.
///
/// Numbers are unsigned: 8 and 16 bits come as `int`, 32 bits that count something as `long`, 32 bits that only
/// identify something (a sequence number, a fragment's identification) as `int`.
@Export
@Version("1.0.0")
@NullMarked
package inaba.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

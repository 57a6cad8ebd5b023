/// PF_KEYv2, RFC 2367, with the policies of KAME as Linux has them.
@NullMarked
package inaba.xfrm.pfkey;

import org.jspecify.annotations.NullMarked;

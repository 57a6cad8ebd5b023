package inaba.xfrm;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "IPsec", description = "Policies and associations are set by the command xfrm.")
@interface XfrmConfig {
    @AttributeDefinition(
            description =
                    "Seconds without a packet after which the mapping of a NAT before an association in UDP is kept"
                            + " alive (RFC 3948 §4); 0 where key management does it, or there is no NAT",
            min = "0",
            max = "3600")
    int nat_keepalive() default 0;
}

package inaba.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Settings of the engine.
@ObjectClassDefinition(name = "Engine", description = "Packet pool, forwarding, and how long state outlives its owner")
@interface CoreConfig {
    @AttributeDefinition(description = "New links forward: on for a router, off for a host (RFC 8200 §2)")
    boolean forwarding() default true;

    @AttributeDefinition(description = "Packets of 2 KB in the pool", min = "1024")
    int pool_small() default 16_384;

    @AttributeDefinition(description = "Packets of 64 KB in the pool", min = "64")
    int pool_large() default 512;

    @AttributeDefinition(
            description = "Seconds until rows of an owner that went and did not come back are removed",
            min = "1")
    int sweep_after_s() default 120;
}

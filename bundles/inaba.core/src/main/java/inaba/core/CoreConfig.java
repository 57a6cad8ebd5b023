package inaba.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Settings of the engine.
@ObjectClassDefinition(name = "Engine", description = "Packet pool, forwarding, and how long state outlives its owner")
@interface CoreConfig {
    @AttributeDefinition(description = "New links forward: on for a router, off for a host (RFC 8200 §2)")
    boolean forwarding() default true;

    @AttributeDefinition(
            description = "Record Route and Timestamp of forwarded IPv4 packets are filled in, else passed on"
                    + " untouched (RFC 1812 §5.3.13.5)")
    boolean ipv4_record_options() default true;

    @AttributeDefinition(
            description = "IPv4 packets to all of a subnet of ours are forwarded there (RFC 1812 §5.3.5.2, RFC 2644)")
    boolean ipv4_directed_broadcast() default false;

    @AttributeDefinition(description = "Packets of 2 KB in the pool", min = "1024", max = "4194304")
    int pool_small() default 16_384;

    @AttributeDefinition(description = "Packets of 64 KB in the pool", min = "64", max = "65536")
    int pool_large() default 512;

    @AttributeDefinition(
            description = "Seconds until rows of an owner that went and did not come back are removed",
            min = "1",
            max = "86400")
    int sweep_after_s() default 120;

    @AttributeDefinition(
            description =
                    "Seconds after which code of a bundle that does not return to its thread is taken for stuck, as"
                            + " Linux's kernel.watchdog_thresh; a worker's must have used a quarter of the processor or wait",
            min = "2",
            max = "60")
    int stuck_after_s() default 8;

    @AttributeDefinition(
            description = "Extension headers of a packet for this node, 0 = any number (RFC 8504 §5.3)",
            min = "0",
            max = "1000")
    int headers_most() default 16;

    @AttributeDefinition(
            description = "Octets of a header with options, 8 to 2048, 0 = any number (RFC 8504 §5.3)",
            min = "0",
            max = "2048")
    int options_header_bytes() default 0;

    @AttributeDefinition(
            description = "Options in one header without padding, 0 = any number (RFC 8504 §5.3)",
            min = "0",
            max = "1024")
    int options_most() default 8;

    @AttributeDefinition(
            description = "Pad1 options one behind the other, 0 = any number; RFC 8504 §5.3 allows 7",
            min = "0",
            max = "2048")
    int options_pad1() default 0;

    @AttributeDefinition(
            description = "Octets of data in a PadN option, 0 = any number; RFC 8504 §5.3 allows 7",
            min = "0",
            max = "255")
    int options_padn() default 0;

    @AttributeDefinition(
            description =
                    "Options that are not known are processed by their type (RFC 8200 §4.2); if off, a packet that"
                            + " has one is dropped in silence (RFC 8504 §5.3)")
    boolean options_unknown() default true;

    @AttributeDefinition(description = "The source is told when one of these limits is exceeded (RFC 8883 §2, §6)")
    boolean limits_report() default true;

    @AttributeDefinition(
            description = "Microseconds for which a worker stays awake after a packet, instead of being woken up by the"
                    + " next, where the one before came as soon; costs CPU time for latency",
            min = "0",
            max = "100000")
    int spin_us() default 0;

    @AttributeDefinition(
            description = "Seconds after its first fragment until an incomplete datagram is discarded, of IPv4 too: 60 "
                    + "(RFC 8200 §4.5, RFC 1122 §3.3.2), less where memory is short",
            min = "1",
            max = "60")
    int reassembly_timeout_s() default 60;

    @AttributeDefinition(
            description =
                    "Fragments that wait in all, a small part of pool.small; the datagram that has waited longest gives "
                            + "way (RFC 8200 §4.5)",
            min = "2",
            max = "16384")
    int reassembly_fragments() default 1024;

    @AttributeDefinition(
            description = "Fragments that wait of one datagram (RFC 8200 §4.5); 192 make 1500 octets of the smallest",
            min = "2",
            max = "8192")
    int reassembly_per_datagram() default 192;

    @AttributeDefinition(
            description = "Datagrams that wait for fragments, those that were discarded included (RFC 8200 §4.5)",
            min = "1",
            max = "65536")
    int reassembly_datagrams() default 2048;

    @AttributeDefinition(
            description = "Packets that wait for the MAC of one neighbour; the oldest gives way (RFC 4861 §7.2.2)",
            min = "1",
            max = "1024")
    int queue_packets() default 32;

    @AttributeDefinition(
            description = "Packets that wait for the MACs of all neighbours (RFC 4861 §7.2.2)",
            min = "1",
            max = "16384")
    int queue_total() default 2048;

    @AttributeDefinition(
            description = "Neighbours of both families, those that a person made too, and bindings of ND guard; those"
                    + " that are not proven or not in use give way (RFC 6583 §7.1), permanent ones never",
            min = "1024",
            max = "2097152")
    int neighbors_most() default 16_384;

    @AttributeDefinition(
            description =
                    "Destinations that a host remembers with their router, the Destination Cache of RFC 4861 §5.1",
            min = "1",
            max = "65536")
    int destinations_most() default 4096;

    @AttributeDefinition(
            description = "Seconds between two solicitations of a better router that is silent, 60 at least "
                    + "(RFC 4191 §3.5)",
            min = "60",
            max = "3600")
    int router_probe_interval_s() default 60;
}

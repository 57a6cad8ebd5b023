package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.MacAddress;

/// An interface of the appliance.
///
/// @param index 1 upwards, never used again while the appliance runs; the zone of RFC 4007 §6
/// @param name as the person calls it: `lan`
/// @param driver `packet`
/// @param device what the driver opened: `eth1`
/// @param mac zero on a link that is [#pointToPoint]
/// @param mtu bytes of an IP packet, 1280 upwards
/// @param adminUp as set by `link set NAME up|down`
/// @param carrier as the driver reports it
/// @param forwarding packets that come in here may be forwarded, and ND acts as a router on it
/// @param table the routing table it uses
/// @param disabled why IPv6 does not run on it (RFC 4862 §5.4.5), or empty
public record LinkRow(
        int index,
        String name,
        String driver,
        String device,
        MacAddress mac,
        int mtu,
        boolean adminUp,
        boolean carrier,
        boolean forwarding,
        String table,
        String disabled)
        implements Row<Integer> {
    @Override
    public Integer key() {
        return index;
    }

    @Override
    public String owner() {
        return PERSON;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }

    /// There is one other end and no address of it: the link is made by a bundle, without a device and without a MAC.
    public boolean pointToPoint() {
        return mac.equals(MacAddress.ZERO);
    }

    /// Frames can be sent and received.
    public boolean up() {
        return adminUp && carrier;
    }

    /// IPv6 runs on it: frames can pass, and it is not [#disabled].
    public boolean runs() {
        return up() && disabled.isEmpty();
    }

    public LinkRow withMac(MacAddress now) {
        return new LinkRow(index, name, driver, device, now, mtu, adminUp, carrier, forwarding, table, disabled);
    }

    public LinkRow withMtu(int now) {
        return new LinkRow(index, name, driver, device, mac, now, adminUp, carrier, forwarding, table, disabled);
    }

    public LinkRow withAdminUp(boolean now) {
        return new LinkRow(index, name, driver, device, mac, mtu, now, carrier, forwarding, table, disabled);
    }

    public LinkRow withCarrier(boolean now) {
        return new LinkRow(index, name, driver, device, mac, mtu, adminUp, now, forwarding, table, disabled);
    }

    public LinkRow withForwarding(boolean now) {
        return new LinkRow(index, name, driver, device, mac, mtu, adminUp, carrier, now, table, disabled);
    }

    public LinkRow withDriver(String nowDriver, String nowDevice) {
        return new LinkRow(index, name, nowDriver, nowDevice, mac, mtu, adminUp, carrier, forwarding, table, disabled);
    }

    public LinkRow withDisabled(String why) {
        return new LinkRow(index, name, driver, device, mac, mtu, adminUp, carrier, forwarding, table, why);
    }
}

package inaba.xfrm.netlink;

import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyLife;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Template;
import inaba.keys.Instants;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.xfrm.netlink.wire.Attributes;
import inaba.xfrm.netlink.wire.Message;
import inaba.xfrm.netlink.wire.PolicyId;
import inaba.xfrm.netlink.wire.PolicyInfo;
import inaba.xfrm.netlink.wire.TemplateInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Policies from messages and into them.
final class Policies {
    private static final int ALLOW = 0;
    private static final int BLOCK = 1;

    private final KeyStore store;
    private final Instants instants;
    private final String owner;

    Policies(KeyStore store, Instants instants, String owner) {
        this.store = store;
        this.instants = instants;
        this.owner = owner;
    }

    /// @throws IllegalArgumentException when something in it is malformed
    PolicyRow row(PolicyInfo info, Attributes with) throws Refused {
        Associations.refuseUnknown(with);
        refuseSub(with);
        if (info.action() > BLOCK) {
            throw new Refused(Refused.EINVAL, "no such action");
        }
        var direction = KeyStore.direction(info.direction());
        var limits = info.limits().limits();
        var key = new PolicyRow.Key(direction, info.selector().selector(IpFamily.IPV6));
        return new PolicyRow(
                key,
                info.index() == 0 ? store.freeIndex(direction) : info.index(),
                info.priority(),
                info.action() == BLOCK ? PolicyRow.Action.BLOCK : PolicyRow.Action.ALLOW,
                templates(with),
                new LongAdder(),
                new PolicyLife(limits, instants.now()),
                owner,
                instants.end(limits));
    }

    /// Policies of the type `sub` are for Mobile IPv6's own.
    static void refuseSub(Attributes with) throws Refused {
        var type = with.get(Xfrm.A_POLICY_TYPE, 1);
        if (type != null && type.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) > 0) {
            throw new Refused(Refused.ENOPROTOOPT, "only policies of the type main");
        }
    }

    private static List<Template> templates(Attributes with) throws Refused {
        var list = new ArrayList<Template>();
        var bytes = with.get(Xfrm.A_TMPL, 0);
        for (long at = 0; bytes != null && bytes.byteSize() - at >= TemplateInfo.BYTES; at += TemplateInfo.BYTES) {
            list.add(template(new TemplateInfo(bytes.asSlice(at, TemplateInfo.BYTES))));
        }
        return list;
    }

    private static Template template(TemplateInfo info) throws Refused {
        var mode = Associations.mode(info.mode());
        boolean known =
                switch (info.protocol()) {
                    case IpProtocol.ESP, IpProtocol.AH, IpProtocol.IPCOMP -> true;
                    default -> false;
                };
        if (!known || mode == Mode.TUNNEL && info.destination().isUnspecified()) {
            throw new Refused(Refused.EINVAL, "no such template");
        }
        return new Template(
                info.source(),
                info.destination(),
                info.protocol(),
                info.spi(),
                mode,
                info.requestId(),
                info.optional());
    }

    void write(PolicyRow row, PolicyInfo info) {
        info.selector().selector(row.key().selector());
        var life = row.life();
        info.limits().limits(life.limits());
        info.current().all(0, row.use().sum(), instants.seconds(life.added()), instants.seconds(life.lastUse()));
        info.rest(
                row.priority(),
                row.index(),
                KeyStore.direction(row.key().direction()),
                row.action() == PolicyRow.Action.BLOCK ? BLOCK : ALLOW);
    }

    void write(PolicyRow row, PolicyId id) {
        id.selector().selector(row.key().selector());
        id.rest(row.index(), KeyStore.direction(row.key().direction()));
    }

    void attributes(PolicyRow row, Message message) {
        if (!row.templates().isEmpty()) {
            var all = message.attribute(Xfrm.A_TMPL, row.templates().size() * TemplateInfo.BYTES);
            for (int i = 0; i < row.templates().size(); i++) {
                var into = all.asSlice((long) i * TemplateInfo.BYTES, TemplateInfo.BYTES);
                write(row.templates().get(i), row.key().selector().family(), new TemplateInfo(into));
            }
        }
        message.attribute(Xfrm.A_POLICY_TYPE, new byte[6]); // struct xfrm_userpolicy_type: main
    }

    private static void write(Template template, IpFamily otherwise, TemplateInfo into) {
        var family = template.destination().isUnspecified() ? otherwise : IpFamily.of(template.destination());
        into.addresses(family, template.source(), template.destination())
                .rest(
                        template.protocol(),
                        template.spi(),
                        template.requestId(),
                        Associations.number(template.mode()),
                        template.optional());
    }
}

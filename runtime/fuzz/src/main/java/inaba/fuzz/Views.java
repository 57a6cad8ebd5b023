package inaba.fuzz;

import inaba.hostile.Samples;
import inaba.wire.ArpPacket;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IgmpMessage;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.OptionsHeader;
import inaba.wire.RoutingHeader;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.mld.ListenerMessage;
import inaba.wire.mld.ListenerQuery;
import inaba.wire.mld.ListenerReport;
import inaba.wire.nd.AdvertisementInterval;
import inaba.wire.nd.CaptivePortal;
import inaba.wire.nd.DnsSearchList;
import inaba.wire.nd.HomeAgentInformation;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.MtuOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.NonceOption;
import inaba.wire.nd.Pref64;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RecursiveDnsServers;
import inaba.wire.nd.Redirect;
import inaba.wire.nd.RedirectedHeader;
import inaba.wire.nd.RouteInformation;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Every view of the wire: where it fits, no accessor fails.
final class Views implements Subject {
    private static final List<Class<? extends Record>> VIEWS = List.of(
            EthernetHeader.class,
            Ipv6Header.class,
            Ipv4Header.class,
            ExtensionHeader.class,
            FragmentHeader.class,
            OptionsHeader.class,
            RoutingHeader.class,
            Icmpv6Header.class,
            TcpHeader.class,
            UdpHeader.class,
            ArpPacket.class,
            IgmpMessage.class,
            EchoMessage.class,
            ErrorMessage.class,
            ListenerMessage.class,
            ListenerQuery.class,
            ListenerReport.class,
            NeighborAdvertisement.class,
            NeighborSolicitation.class,
            Redirect.class,
            RouterAdvertisement.class,
            RouterSolicitation.class,
            AdvertisementInterval.class,
            CaptivePortal.class,
            DnsSearchList.class,
            HomeAgentInformation.class,
            LinkLayerAddressOption.class,
            MtuOption.class,
            NonceOption.class,
            Pref64.class,
            PrefixInformation.class,
            RecursiveDnsServers.class,
            RedirectedHeader.class,
            RouteInformation.class);

    /// A view, how it is asked whether it fits, and what it can be asked then.
    private record View(Class<? extends Record> type, Method fits, List<Method> accessors) {
        static View of(Class<? extends Record> type) {
            var fits = Arrays.stream(type.getMethods())
                    .filter(m -> m.getName().equals("fits") && m.getParameterTypes()[0] == MemorySegment.class)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(type + " has no fits"));
            var accessors = Arrays.stream(type.getDeclaredMethods())
                    .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
                    .filter(m -> m.getParameterCount() == 0 && m.getReturnType() != type)
                    .toList();
            return new View(type, fits, accessors);
        }

        void read(MemorySegment s) throws ReflectiveOperationException {
            var places = fits.getParameterCount() == 1 ? new Object[] {s} : new Object[] {s, 0L, s.byteSize()};
            if (!(boolean) fits.invoke(null, places)) {
                return;
            }
            var components = type.getRecordComponents().length == 1 ? new Object[] {s} : new Object[] {s, 0L};
            var view = type.getConstructors()[0].newInstance(components);
            for (var accessor : accessors) {
                accessor.invoke(view);
            }
        }
    }

    private final List<View> views = VIEWS.stream().map(View::of).toList();

    @Override
    public void take(byte[] input) throws Exception {
        var s = MemorySegment.ofArray(input);
        try {
            for (var view : views) {
                view.read(s);
            }
            if (NdOptions.valid(s)) {
                for (var option : new NdOptions(s)) {
                    for (var view : views) {
                        view.read(option.bytes());
                    }
                }
            }
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(thrown.getCause());
        }
        if (OptionsHeader.fits(s, 0, s.byteSize()) && new OptionsHeader(s, 0).valid()) {
            var header = new OptionsHeader(s, 0);
            for (long at = header.first(); at < header.end(); at = header.next(at)) {
                if (OptionsHeader.data(at) + header.dataLength(at) > header.end()
                        && header.type(at) != OptionsHeader.PAD1) {
                    throw new IllegalStateException("the option at " + at + " leads behind its header");
                }
                header.action(at);
            }
        }
        if (ListenerReport.fits(s)) {
            var report = new ListenerReport(s);
            long at = report.first();
            for (int i = 0; i < report.records(); i++) {
                for (int j = 0; j < report.sources(at); j++) {
                    report.source(at, j);
                }
                report.group(at);
                at = report.next(at);
            }
        }
    }

    /// Messages as they are, their bodies, and their options.
    @Override
    public List<byte[]> seeds() {
        var seeds = new ArrayList<byte[]>();
        for (var frame : Samples.frames()) {
            for (int cut : new int[] {0, 14, 34, 54, 58, 62, 70, 78}) {
                if (cut < frame.length) {
                    seeds.add(Arrays.copyOfRange(frame, cut, frame.length));
                }
            }
        }
        return seeds;
    }
}

package inaba.xfrm.core;

/// The arrays that packets need on their way through transforms, for all that one bundle does.
public final class Works {
    private final Lending<Work> lending = new Lending<>(Work::new);

    Lending<Work> lending() {
        return lending;
    }
}

package inaba.wire.nd;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The options of a message, RFC 4861 §4.6: `bytes` are all of them, and [#valid] has said yes.
public record NdOptions(MemorySegment bytes) implements Iterable<NdOption> {

    /// True if every length is non-zero and the options fill `options` exactly. A message of which this is not true is
    /// dropped, RFC 4861 §4.6 and §6.1.
    public static boolean valid(MemorySegment options) {
        long at = 0;
        while (options.byteSize() - at >= NdOption.UNIT) {
            int length = NdOption.lengthBytes(options, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return at == options.byteSize();
    }

    /// The first option of this type.
    public Optional<NdOption> find(int type) {
        for (NdOption option : this) {
            if (option.type() == type) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /// The options in their order; unknown types are among them and are to be skipped, RFC 4861 §4.6.
    @Override
    public Iterator<NdOption> iterator() {
        return new Iterator<>() {
            private long at;

            @Override
            public boolean hasNext() {
                return at < bytes.byteSize();
            }

            @Override
            public NdOption next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int length = NdOption.lengthBytes(bytes, at);
                var option = new NdOption(bytes.asSlice(at, length));
                at += length;
                return option;
            }
        };
    }
}

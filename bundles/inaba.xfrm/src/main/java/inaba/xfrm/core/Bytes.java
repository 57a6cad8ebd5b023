package inaba.xfrm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Big-endian numbers in arrays, and comparing in the same time whatever is in them.
final class Bytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static void u32(byte[] to, int at, int value) {
        INT.set(to, at, value);
    }

    static int u8(byte[] from, int at) {
        return Byte.toUnsignedInt(from[at]);
    }

    /// No early end: how far two ICVs agree is nobody's business.
    static boolean same(byte[] a, int aAt, byte[] b, int bAt, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= a[aAt + i] ^ b[bAt + i];
        }
        return difference == 0;
    }
}

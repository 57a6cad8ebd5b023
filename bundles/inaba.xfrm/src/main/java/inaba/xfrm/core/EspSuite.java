package inaba.xfrm.core;

import inaba.api.xfrm.Algorithm;
import java.security.GeneralSecurityException;

/// What ESP enciphers and authenticates with, keyed; for one thread at a time. The text is in [Work#in], and the
/// result comes to [Work#out], the ICV behind it.
interface EspSuite {
    /// @param length of the text, its padding included
    void seal(int spi, long sequence, Work work, int length) throws GeneralSecurityException;

    /// @param length of ciphertext and ICV
    /// @return false when the ICV is wrong
    boolean open(int spi, long sequence, Work work, int length) throws GeneralSecurityException;

    /// RFC 4303 §2.2.1: of extended numbers all 64 bits are authenticated.
    private static int additional(int spi, long sequence, boolean extended, byte[] ad) {
        Bytes.u32(ad, 0, spi);
        if (extended) {
            Bytes.u32(ad, 4, (int) (sequence >>> 32));
            Bytes.u32(ad, 8, (int) sequence);
            return 12;
        }
        Bytes.u32(ad, 4, (int) sequence);
        return 8;
    }

    /// Both at once, RFC 4106 §5.
    record Combined(Algorithm.Sealer sealer, boolean extended) implements EspSuite {
        @Override
        public void seal(int spi, long sequence, Work work, int length) throws GeneralSecurityException {
            int bytes = additional(spi, sequence, extended, work.ad);
            sealer.seal(sequence, work.ad, bytes, work.iv, 0, work.in, 0, length, work.out);
        }

        @Override
        public boolean open(int spi, long sequence, Work work, int length) throws GeneralSecurityException {
            int bytes = additional(spi, sequence, extended, work.ad);
            return sealer.open(sequence, work.ad, bytes, work.iv, 0, work.in, 0, length, work.out);
        }
    }

    /// A cipher and a MAC over its result, RFC 4303 §3.3.2.1.
    record Separate(Algorithm.Crypt crypt, int ivBytes, Algorithm.Mac mac, int icvBytes, boolean extended)
            implements EspSuite {
        @Override
        public void seal(int spi, long sequence, Work work, int length) throws GeneralSecurityException {
            crypt.encrypt(sequence, work.iv, 0, work.in, 0, length, work.out);
            authenticate(spi, sequence, work, work.out, length);
            System.arraycopy(work.icv, 0, work.out, length, icvBytes);
        }

        @Override
        public boolean open(int spi, long sequence, Work work, int length) throws GeneralSecurityException {
            int text = length - icvBytes;
            authenticate(spi, sequence, work, work.in, text);
            if (!Bytes.same(work.icv, 0, work.in, text, icvBytes)) {
                return false;
            }
            crypt.decrypt(work.iv, 0, work.in, 0, text, work.out);
            return true;
        }

        /// The upper half of an extended number comes behind all else, RFC 4303 §2.8.
        private void authenticate(int spi, long sequence, Work work, byte[] text, int length)
                throws GeneralSecurityException {
            mac.update(work.ad, 0, additional(spi, sequence, false, work.ad));
            mac.update(work.iv, 0, ivBytes);
            mac.update(text, 0, length);
            if (extended) {
                Bytes.u32(work.ad, 0, (int) (sequence >>> 32));
                mac.update(work.ad, 0, 4);
            }
            mac.finish(work.icv, 0);
        }
    }
}

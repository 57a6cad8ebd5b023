package inaba.xfrm.algorithm;

import inaba.api.xfrm.Algorithm;

/// No encryption, RFC 2410: ESP then authenticates only.
public record NullCipher(String name) implements Algorithm.Encryption {
    @Override
    public boolean takesKey(int bytes) {
        return bytes == 0;
    }

    @Override
    public int ivBytes() {
        return 0;
    }

    @Override
    public int blockBytes() {
        return 1;
    }

    @Override
    public Crypt crypt(byte[] key) {
        return new Crypt() {
            @Override
            public void encrypt(long counter, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out) {
                System.arraycopy(in, at, out, 0, length);
            }

            @Override
            public void decrypt(byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out) {
                System.arraycopy(in, at, out, 0, length);
            }
        };
    }
}

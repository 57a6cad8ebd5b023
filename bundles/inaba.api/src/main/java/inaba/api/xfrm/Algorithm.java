package inaba.api.xfrm;

import java.security.GeneralSecurityException;
import org.osgi.annotation.versioning.ConsumerType;

/// An algorithm of security associations, registered as a service and found by Linux's name: `rfc4106(gcm(aes))`.
///
/// What it makes serves one thread at a time, keeps its key schedule between packets, and works on arrays.
@ConsumerType
public sealed interface Algorithm {
    String name();

    /// Whether a key of so many bytes fits, a salt behind it included.
    boolean takesKey(int bytes);

    /// Encrypts and authenticates at once, RFC 5116.
    @ConsumerType
    non-sealed interface Aead extends Algorithm {
        /// Octets of the IV in the packet: 8, or 0 where it is implied (RFC 8750).
        int ivBytes();

        /// Whether an ICV of so many octets fits.
        boolean takesIcv(int bytes);

        Sealer sealer(byte[] key, int icvBytes) throws GeneralSecurityException;
    }

    /// Encrypts only; always paired with an [Authentication] (RFC 8221 §4).
    @ConsumerType
    non-sealed interface Encryption extends Algorithm {
        int ivBytes();

        /// The ciphertext is a multiple of this, in octets: 1 for stream ciphers.
        int blockBytes();

        Crypt crypt(byte[] key) throws GeneralSecurityException;
    }

    /// Authenticates only.
    @ConsumerType
    non-sealed interface Authentication extends Algorithm {
        /// Octets of the whole result; what goes into packets may be less.
        int digestBytes();

        /// Octets of the ICV unless a person says otherwise.
        int icvBytes();

        Mac mac(byte[] key) throws GeneralSecurityException;
    }

    /// An AEAD with its key.
    interface Sealer {
        /// Encrypts and appends the ICV. `in` and `out` are different arrays.
        ///
        /// @param counter unique for the key: makes the IV
        /// @param ad additional data, `adBytes` from its begin, without the IV
        /// @param iv where the IV of the packet is written, [Aead#ivBytes] from `ivAt`
        void seal(long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException;

        /// Verifies and decrypts to the begin of `out`.
        ///
        /// @param counter of the packet, for algorithms that imply the IV
        /// @param length of ciphertext and ICV
        /// @return false when the ICV is wrong
        boolean open(
                long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException;
    }

    /// A cipher with its key.
    interface Crypt {
        /// Encrypts to the begin of `out`, and writes the IV that the packet carries.
        ///
        /// @param counter unique for the key: makes the IV
        void encrypt(long counter, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException;

        void decrypt(byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out) throws GeneralSecurityException;
    }

    /// A message authentication code with its key.
    interface Mac {
        void update(byte[] in, int at, int length) throws GeneralSecurityException;

        /// Writes the whole result, [Authentication#digestBytes], and begins anew.
        void finish(byte[] out, int at) throws GeneralSecurityException;
    }
}

package inaba.xfrm.pfkey;

import inaba.api.xfrm.SaRow;
import inaba.keys.Refused;
import inaba.wire.IpProtocol;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Numbers of algorithms and of types of associations, `<linux/pfkeyv2.h>`, and Linux's names.
final class Numbers {
    static final int NONE = 0;
    static final int NULL_AUTHENTICATION = 251;
    static final int DEFLATE = 2;

    private static final int TYPE_AH = 2;
    private static final int TYPE_ESP = 3;
    private static final int TYPE_IPCOMP = 9;

    /// An algorithm that a message may name.
    ///
    /// @param icvBytes of an AEAD, else 0
    /// @param minBits of the key, salt included
    enum Known {
        DES(2, "cbc(des)", Kind.ENCRYPTION, 0, 8, 64, 64),
        TRIPLE_DES(3, "cbc(des3_ede)", Kind.ENCRYPTION, 0, 8, 192, 192),
        NULL(11, "ecb(cipher_null)", Kind.ENCRYPTION, 0, 0, 0, 0),
        AES_CBC(12, "cbc(aes)", Kind.ENCRYPTION, 0, 16, 128, 256),
        AES_CTR(13, "rfc3686(ctr(aes))", Kind.ENCRYPTION, 0, 8, 160, 288),
        AES_GCM_12(19, "rfc4106(gcm(aes))", Kind.AEAD, 12, 8, 160, 288),
        AES_GCM_16(20, "rfc4106(gcm(aes))", Kind.AEAD, 16, 8, 160, 288),
        AES_GMAC(23, "rfc4543(gcm(aes))", Kind.AEAD, 16, 8, 160, 288),
        MD5(2, "hmac(md5)", Kind.AUTHENTICATION, 0, 0, 128, 128),
        SHA1(3, "hmac(sha1)", Kind.AUTHENTICATION, 0, 0, 160, 160),
        SHA256(5, "hmac(sha256)", Kind.AUTHENTICATION, 0, 0, 256, 256),
        SHA384(6, "hmac(sha384)", Kind.AUTHENTICATION, 0, 0, 384, 384),
        SHA512(7, "hmac(sha512)", Kind.AUTHENTICATION, 0, 0, 512, 512),
        XCBC(9, "xcbc(aes)", Kind.AUTHENTICATION, 0, 0, 128, 128);

        final int number;
        final String linux;
        final Kind kind;
        final int icvBytes;
        final int ivBytes;
        final int minBits;
        final int maxBits;

        Known(int number, String linux, Kind kind, int icvBytes, int ivBytes, int minBits, int maxBits) {
            this.number = number;
            this.linux = linux;
            this.kind = kind;
            this.icvBytes = icvBytes;
            this.ivBytes = ivBytes;
            this.minBits = minBits;
            this.maxBits = maxBits;
        }
    }

    enum Kind {
        ENCRYPTION,
        AEAD,
        AUTHENTICATION
    }

    private Numbers() {}

    static Known encryption(int number) throws Refused {
        return find(number, false);
    }

    static Known authentication(int number) throws Refused {
        return find(number, true);
    }

    private static Known find(int number, boolean authentication) throws Refused {
        return Arrays.stream(Known.values())
                .filter(known -> known.number == number && (known.kind == Kind.AUTHENTICATION) == authentication)
                .findFirst()
                .orElseThrow(() -> new Refused(Refused.ENOSYS, "no such algorithm: " + number));
    }

    /// 0 where no number stands for it.
    static int number(SaRow.@Nullable Keyed keyed) {
        return keyed == null ? NONE : known(keyed).map(known -> known.number).orElse(NONE);
    }

    private static Optional<Known> known(SaRow.Keyed keyed) {
        return Arrays.stream(Known.values())
                .filter(known -> known.linux.equals(keyed.algorithm())
                        && (known.icvBytes == 0 || known.icvBytes == keyed.icvBytes()))
                .findFirst();
    }

    static int protocol(int saType) throws Refused {
        return switch (saType) {
            case TYPE_AH -> IpProtocol.AH;
            case TYPE_ESP -> IpProtocol.ESP;
            case TYPE_IPCOMP -> IpProtocol.IPCOMP;
            default -> throw new Refused(Refused.EINVAL, "no such type of association");
        };
    }

    static int saType(int protocol) {
        return switch (protocol) {
            case IpProtocol.AH -> TYPE_AH;
            case IpProtocol.ESP -> TYPE_ESP;
            default -> TYPE_IPCOMP;
        };
    }
}

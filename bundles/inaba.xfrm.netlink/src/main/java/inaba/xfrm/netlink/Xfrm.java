package inaba.xfrm.netlink;

/// Numbers of `<linux/xfrm.h>`.
final class Xfrm {
    static final int NEWSA = 0x10;
    static final int DELSA = 0x11;
    static final int GETSA = 0x12;
    static final int NEWPOLICY = 0x13;
    static final int DELPOLICY = 0x14;
    static final int GETPOLICY = 0x15;
    static final int ALLOCSPI = 0x16;
    static final int ACQUIRE = 0x17;
    static final int EXPIRE = 0x18;
    static final int UPDPOLICY = 0x19;
    static final int UPDSA = 0x1a;
    static final int POLEXPIRE = 0x1b;
    static final int FLUSHSA = 0x1c;
    static final int FLUSHPOLICY = 0x1d;
    static final int NEWAE = 0x1e;
    static final int GETAE = 0x1f;
    static final int MIGRATE = 0x21;
    static final int NEWSADINFO = 0x22;
    static final int GETSADINFO = 0x23;
    static final int NEWSPDINFO = 0x24;
    static final int GETSPDINFO = 0x25;
    static final int MAPPING = 0x26;
    static final int SETDEFAULT = 0x27;
    static final int GETDEFAULT = 0x28;

    static final int A_ALG_AUTH = 1;
    static final int A_ALG_CRYPT = 2;
    static final int A_ALG_COMP = 3;
    static final int A_ENCAP = 4;
    static final int A_TMPL = 5;
    static final int A_SA = 6;
    static final int A_POLICY = 7;
    static final int A_SEC_CTX = 8;
    static final int A_LTIME_VAL = 9;
    static final int A_REPLAY_VAL = 10;
    static final int A_LASTUSED = 15;
    static final int A_POLICY_TYPE = 16;
    static final int A_ALG_AEAD = 18;
    static final int A_ALG_AUTH_TRUNC = 20;
    static final int A_MARK = 21;
    static final int A_TFCPAD = 22;
    static final int A_REPLAY_ESN_VAL = 23;
    static final int A_SA_EXTRA_FLAGS = 24;
    static final int A_OFFLOAD_DEV = 28;
    static final int A_SET_MARK = 29;
    static final int A_IF_ID = 31;

    static final int GROUP_ACQUIRE = 1;
    static final int GROUP_EXPIRE = 2;
    static final int GROUP_SA = 3;
    static final int GROUP_POLICY = 4;
    static final int GROUP_MAPPING = 8;

    private Xfrm() {}
}

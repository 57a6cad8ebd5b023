/* Lets unmodified key managers use the appliance's IPsec.
 *
 * Preloaded (ld.so(8)), it turns the sockets AF_NETLINK/NETLINK_XFRM and PF_KEY of a program into connections to the
 * Unix sockets of an appliance, $INABA_XFRM and $INABA_PFKEY. Both kinds of messages say how long they are, so the
 * boundaries of datagrams are kept: each receive gives one message. What a datagram socket says of itself (its
 * address, its groups) is said here. All other sockets, NETLINK_ROUTE among them, are the kernel's as ever.
 *
 * When the appliance's bundle is replaced the connection is made anew; a request that nobody has answered then fails
 * with ECONNRESET, for no caller waits for ever. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/pfkeyv2.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MOST_FDS 65536
#define HEADER 16             /* struct nlmsghdr, and struct sadb_msg */
#define GROUPS 0xf            /* a type that netlink leaves free: the groups of this socket */
#define RETRY_NANOS 100000000 /* while the appliance is away */
#define UDP_ENCAP_OPTION 100
#ifndef IP_XFRM_POLICY
#define IP_XFRM_POLICY 17
#endif
#ifndef IPV6_XFRM_POLICY
#define IPV6_XFRM_POLICY 35
#endif

struct ours {
    int family; /* 0 where the descriptor is not ours */
    unsigned groups;
    unsigned port;
    int pending; /* a netlink request waits for its answer */
    struct nlmsghdr request;
};

static struct ours table[MOST_FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The next library's function of this name, looked up once. */
#define REAL(name)                                                                                                     \
    ({                                                                                                                 \
        static __typeof__(&name) found;                                                                                \
        if (!found) {                                                                                                  \
            found = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                                        \
        }                                                                                                              \
        found;                                                                                                         \
    })

static struct ours *ours(int fd) {
    return fd >= 0 && fd < MOST_FDS && table[fd].family ? &table[fd] : NULL;
}

/* -------------------------------------------------------------------------------------------------- connecting */

static int dial(int family, int type) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const char *path = getenv(family == AF_NETLINK ? "INABA_XFRM" : "INABA_PFKEY");
    if (!path || strlen(path) >= sizeof to.sun_path) {
        errno = EPROTONOSUPPORT;
        return -1;
    }
    strcpy(to.sun_path, path);
    int fd = REAL(socket)(AF_UNIX, SOCK_STREAM | (type & SOCK_CLOEXEC), 0);
    if (fd < 0) {
        return -1;
    }
    if (fd >= MOST_FDS || REAL(connect)(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        REAL(close)(fd);
        errno = EPROTONOSUPPORT;
        return -1;
    }
    if (type & SOCK_NONBLOCK) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
    }
    return fd;
}

static int put(int fd, const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = REAL(send)(fd, at, length, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            struct pollfd room = {.fd = fd, .events = POLLOUT};
            REAL(poll)(&room, 1, -1);
            continue;
        }
        if (n < 0) {
            return -1;
        }
        at += n;
        length -= n;
    }
    return 0;
}

static void tell_groups(int fd) {
    struct {
        struct nlmsghdr header;
        unsigned groups;
    } message = {.header = {.nlmsg_len = sizeof message, .nlmsg_type = GROUPS, .nlmsg_flags = NLM_F_REQUEST}};
    message.groups = table[fd].groups;
    put(fd, &message, sizeof message);
}

/* The other end has gone: a successor may be there. */
static int again(int fd) {
    struct ours *o = &table[fd];
    int flags = fcntl(fd, F_GETFL), descriptor = fcntl(fd, F_GETFD);
    int fresh = dial(o->family, flags & O_NONBLOCK ? SOCK_NONBLOCK : 0);
    if (fresh < 0) {
        return -1;
    }
    dup3(fresh, fd, descriptor & FD_CLOEXEC ? O_CLOEXEC : 0);
    REAL(close)(fresh);
    if (o->family == AF_NETLINK && o->groups) {
        tell_groups(fd);
    }
    return 0;
}

int socket(int domain, int type, int protocol) {
    int wanted = (domain == AF_NETLINK && protocol == NETLINK_XFRM) || domain == PF_KEY;
    if (!wanted) {
        return REAL(socket)(domain, type, protocol);
    }
    int fd = dial(domain, type);
    if (fd >= 0) {
        pthread_mutex_lock(&lock);
        memset(&table[fd], 0, sizeof table[fd]);
        table[fd].port = ((unsigned)getpid() & 0x3fffff) | (unsigned)fd << 22;
        table[fd].family = domain;
        pthread_mutex_unlock(&lock);
    }
    return fd;
}

int close(int fd) {
    if (ours(fd)) {
        table[fd].family = 0;
    }
    return REAL(close)(fd);
}

/* ---------------------------------------------------------------------------------- what a socket says of itself */

int bind(int fd, const struct sockaddr *address, socklen_t length) {
    struct ours *o = ours(fd);
    if (!o) {
        return REAL(bind)(fd, address, length);
    }
    if (o->family == AF_NETLINK && length >= sizeof(struct sockaddr_nl)) {
        o->groups = ((const struct sockaddr_nl *)address)->nl_groups;
        tell_groups(fd);
    }
    return 0;
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
    return ours(fd) ? 0 : REAL(connect)(fd, address, length);
}

static void name(const struct ours *o, unsigned port, void *address, socklen_t *length) {
    struct sockaddr_nl nl = {.nl_family = o->family, .nl_pid = port};
    socklen_t size = o->family == AF_NETLINK ? sizeof nl : sizeof(struct sockaddr);
    if (address && length) {
        memcpy(address, &nl, *length < sizeof nl ? *length : sizeof nl);
        *length = size;
    }
}

int getsockname(int fd, struct sockaddr *address, socklen_t *length) {
    struct ours *o = ours(fd);
    if (!o) {
        return REAL(getsockname)(fd, address, length);
    }
    name(o, o->port, address, length);
    return 0;
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t length) {
    struct ours *o = ours(fd);
    if (!o) { /* that IKE passes, and ESP in UDP, is the appliance's business */
        int policy = (level == IPPROTO_IP && option == IP_XFRM_POLICY) ||
                     (level == IPPROTO_IPV6 && option == IPV6_XFRM_POLICY) ||
                     (level == IPPROTO_UDP && option == UDP_ENCAP_OPTION);
        return policy ? 0 : REAL(setsockopt)(fd, level, option, value, length);
    }
    int group = length >= sizeof(int) ? *(const int *)value : 0;
    if (level == SOL_NETLINK && group > 0 && group <= 32) {
        if (option == NETLINK_ADD_MEMBERSHIP) {
            o->groups |= 1u << (group - 1);
            tell_groups(fd);
        } else if (option == NETLINK_DROP_MEMBERSHIP) {
            o->groups &= ~(1u << (group - 1));
            tell_groups(fd);
        }
    }
    return level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO)
               ? REAL(setsockopt)(fd, level, option, value, length)
               : 0;
}

/* ------------------------------------------------------------------------------------------------------ sending */

static ssize_t transmit(int fd, struct ours *o, const struct iovec *parts, size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += parts[i].iov_len;
    }
    char *whole = calloc(1, NLMSG_ALIGN(length) + HEADER);
    if (!whole) {
        errno = ENOBUFS;
        return -1;
    }
    for (size_t i = 0, at = 0; i < count; at += parts[i++].iov_len) {
        memcpy(whole + at, parts[i].iov_base, parts[i].iov_len);
    }
    size_t sent = length;
    if (o->family == AF_NETLINK) {
        size_t at = 0;
        while (length - at >= HEADER && at < length) { /* the kernel knows who sends: so does the appliance */
            struct nlmsghdr *message = (struct nlmsghdr *)(whole + at);
            if (message->nlmsg_len < HEADER || message->nlmsg_len > length - at) {
                break;
            }
            message->nlmsg_pid = o->port;
            o->request = *message;
            o->pending = 1;
            at += NLMSG_ALIGN(message->nlmsg_len);
        }
        sent = NLMSG_ALIGN(length);
    }
    int result = put(fd, whole, sent);
    if (result < 0 && (errno == EPIPE || errno == ECONNRESET) && again(fd) == 0) {
        result = put(fd, whole, sent);
    }
    explicit_bzero(whole, length); /* there may be keys in it */
    free(whole);
    if (result < 0) {
        o->pending = 0;
        errno = ECONNREFUSED;
    }
    return result < 0 ? -1 : (ssize_t)length;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    struct ours *o = ours(fd);
    return o ? transmit(fd, o, message->msg_iov, message->msg_iovlen) : REAL(sendmsg)(fd, message, flags);
}

ssize_t sendto(int fd, const void *bytes, size_t length, int flags, const struct sockaddr *to, socklen_t size) {
    struct ours *o = ours(fd);
    struct iovec part = {(void *)bytes, length};
    return o ? transmit(fd, o, &part, 1) : REAL(sendto)(fd, bytes, length, flags, to, size);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    struct ours *o = ours(fd);
    struct iovec part = {(void *)bytes, length};
    return o ? transmit(fd, o, &part, 1) : REAL(send)(fd, bytes, length, flags);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    struct ours *o = ours(fd);
    struct iovec part = {(void *)bytes, length};
    return o ? transmit(fd, o, &part, 1) : REAL(write)(fd, bytes, length);
}

/* ---------------------------------------------------------------------------------------------------- receiving */

static size_t length_of(const struct ours *o, const void *header) {
    return o->family == AF_NETLINK ? NLMSG_ALIGN(((const struct nlmsghdr *)header)->nlmsg_len)
                                   : (size_t)((const struct sadb_msg *)header)->sadb_msg_len * 8;
}

static size_t scatter(const char *from, size_t length, const struct iovec *parts, size_t count) {
    size_t done = 0;
    for (size_t i = 0; i < count && done < length; i++) {
        size_t n = parts[i].iov_len < length - done ? parts[i].iov_len : length - done;
        memcpy(parts[i].iov_base, from + done, n);
        done += n;
    }
    return done;
}

/* The connection ended with a request unanswered. */
static ssize_t fail_request(struct ours *o, const struct iovec *parts, size_t count, int *trunc) {
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
    } answer = {.header = {.nlmsg_len = sizeof answer, .nlmsg_type = NLMSG_ERROR}};
    answer.header.nlmsg_seq = o->request.nlmsg_seq;
    answer.header.nlmsg_pid = o->port;
    answer.error.error = -ECONNRESET;
    answer.error.msg = o->request;
    o->pending = 0;
    size_t done = scatter((char *)&answer, sizeof answer, parts, count);
    *trunc = done < sizeof answer;
    return done;
}

static int wait_readable(int fd) {
    struct pollfd in = {.fd = fd, .events = POLLIN};
    return REAL(poll)(&in, 1, -1);
}

/* One message. *trunc is set where it did not fit. */
static ssize_t take(int fd, struct ours *o, const struct iovec *parts, size_t count, int flags, int *trunc) {
    int wait = !(flags & MSG_DONTWAIT) && !(fcntl(fd, F_GETFL) & O_NONBLOCK);
    char header[HEADER];
    for (;;) {
        ssize_t n = REAL(recv)(fd, header, HEADER, MSG_PEEK | MSG_DONTWAIT);
        if (n == HEADER) {
            break;
        }
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
            if (again(fd) < 0) {
                nanosleep(&(struct timespec){0, RETRY_NANOS}, NULL);
            }
            if (o->pending) {
                return fail_request(o, parts, count, trunc);
            }
            n = -1;
        } else if (wait) {
            struct timeval limit = {0};
            socklen_t size = sizeof limit;
            REAL(getsockopt)(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, &size);
            int ms = limit.tv_sec || limit.tv_usec ? limit.tv_sec * 1000 + limit.tv_usec / 1000 + 1 : -1;
            struct pollfd in = {.fd = fd, .events = POLLIN};
            int ready = REAL(poll)(&in, 1, ms);
            if (ready > 0) {
                if (n > 0) {
                    nanosleep(&(struct timespec){0, 100000}, NULL); /* half a header: the rest is on its way */
                }
                continue;
            }
            errno = ready == 0 ? EAGAIN : errno;
            return -1;
        }
        if (!wait) {
            errno = EAGAIN;
            return -1;
        }
    }
    size_t length = length_of(o, header), got = 0;
    char *whole = length >= HEADER ? malloc(length) : NULL;
    if (!whole) {
        errno = EBADMSG;
        return -1;
    }
    int peek = flags & MSG_PEEK;
    while (got < length) { /* it was written at once: what is missing is on its way */
        ssize_t n = REAL(recv)(fd, whole + (peek ? 0 : got), length - (peek ? 0 : got), MSG_DONTWAIT | peek);
        if (n > 0) {
            got = peek ? (size_t)n : got + n;
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            free(whole);
            errno = ECONNRESET;
            return -1;
        } else {
            wait_readable(fd);
        }
    }
    const struct nlmsghdr *message = (const struct nlmsghdr *)whole;
    if (!peek && o->family == AF_NETLINK && message->nlmsg_seq == o->request.nlmsg_seq) {
        o->pending = 0;
    }
    size_t done = scatter(whole, length, parts, count);
    explicit_bzero(whole, length);
    free(whole);
    *trunc = done < length;
    return flags & MSG_TRUNC ? (ssize_t)length : (ssize_t)done;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
    struct ours *o = ours(fd);
    if (!o) {
        return REAL(recvmsg)(fd, message, flags);
    }
    int trunc = 0;
    ssize_t n = take(fd, o, message->msg_iov, message->msg_iovlen, flags, &trunc);
    if (n >= 0) {
        name(o, 0, message->msg_name, &message->msg_namelen);
        message->msg_controllen = 0;
        message->msg_flags = trunc ? MSG_TRUNC : 0;
    }
    return n;
}

ssize_t recvfrom(int fd, void *bytes, size_t length, int flags, struct sockaddr *from, socklen_t *size) {
    struct ours *o = ours(fd);
    if (!o) {
        return REAL(recvfrom)(fd, bytes, length, flags, from, size);
    }
    struct iovec part = {bytes, length};
    int trunc = 0;
    ssize_t n = take(fd, o, &part, 1, flags, &trunc);
    if (n >= 0) {
        name(o, 0, from, size);
    }
    return n;
}

ssize_t recv(int fd, void *bytes, size_t length, int flags) {
    return ours(fd) ? recvfrom(fd, bytes, length, flags, NULL, NULL) : REAL(recv)(fd, bytes, length, flags);
}

ssize_t read(int fd, void *bytes, size_t length) {
    return ours(fd) ? recvfrom(fd, bytes, length, 0, NULL, NULL) : REAL(read)(fd, bytes, length);
}

/* What programs call that were compiled with _FORTIFY_SOURCE. */
ssize_t __recv_chk(int fd, void *bytes, size_t length, size_t room, int flags) {
    return length > room ? (abort(), -1) : recv(fd, bytes, length, flags);
}

ssize_t __recvfrom_chk(int fd, void *bytes, size_t length, size_t room, int flags, struct sockaddr *from, socklen_t *size) {
    return length > room ? (abort(), -1) : recvfrom(fd, bytes, length, flags, from, size);
}

ssize_t __read_chk(int fd, void *bytes, size_t length, size_t room) {
    return length > room ? (abort(), -1) : read(fd, bytes, length);
}

// libpq, and the Linux calls that its loop needs: a shim only where Swift cannot call by itself.
#ifndef ATTUNE_LIBPQ_H
#define ATTUNE_LIBPQ_H

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    uint64_t token;
    uint32_t readable;
    uint32_t writable;
} attune_event;

static inline int attune_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
static inline int attune_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// operation: 0 adds, 1 changes, 2 removes. An error or a hang-up counts as readable: reading is how libpq learns of it.
static inline int attune_epoll_control(int poll, int operation, int fd, uint64_t token, int read, int write) {
    struct epoll_event event = {.events = (read ? EPOLLIN | EPOLLRDHUP : 0) | (write ? EPOLLOUT : 0), .data = {.u64 = token}};
    return epoll_ctl(poll, operation == 0 ? EPOLL_CTL_ADD : operation == 1 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, &event);
}

// At most 64 events. Returns their number; 0 also when a signal came first.
static inline int attune_epoll_wait(int poll, attune_event *events, int timeout_ms) {
    struct epoll_event raw[64];
    int count = epoll_wait(poll, raw, 64, timeout_ms);
    if (count < 0) return 0;
    for (int i = 0; i < count; i++) {
        events[i].token = raw[i].data.u64;
        events[i].readable = (raw[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0;
        events[i].writable = (raw[i].events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0;
    }
    return count;
}

static inline uint64_t attune_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline void attune_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

#endif

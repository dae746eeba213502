/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The Holdfast authors */
/* Preloaded into the server: counts what a message costs in allocations, locks, syncs and system calls, into the
 * file COUNTED_FILE names, which another process maps. Counting itself is one relaxed addition a call. */
#define _GNU_SOURCE
#include "counted.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static uint64_t own[HOLDFAST_COUNTED_KINDS]; /* until the file is mapped, and without one */
static uint64_t *counts = own;

static void count(enum holdfast_counted kind) { __atomic_fetch_add(counts + kind, 1, __ATOMIC_RELAXED); }

__attribute__((constructor)) static void map_file(void) {
  const char *file = getenv("COUNTED_FILE");
  if (file == NULL) return;
  const int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (ftruncate(fd, sizeof own) == 0) {
    void *mapped = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED) counts = mapped;
  }
  close(fd);
}

/* glibc's own names: no look-up, which would allocate. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
  count(COUNTED_ALLOCATIONS);
  return __libc_malloc(size);
}
void *calloc(size_t number, size_t size) {
  count(COUNTED_ALLOCATIONS);
  return __libc_calloc(number, size);
}
void *realloc(void *old, size_t size) {
  count(COUNTED_ALLOCATIONS);
  return __libc_realloc(old, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
  count(COUNTED_ALLOCATIONS);
  return __libc_memalign(alignment, size);
}

#define REAL(name) \
  static __typeof__(&name) real; \
  if (__builtin_expect(real == NULL, 0)) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int pthread_mutex_lock(pthread_mutex_t *mutex) {
  REAL(pthread_mutex_lock);
  count(COUNTED_LOCKS);
  return real(mutex);
}
int fsync(int fd) {
  REAL(fsync);
  count(COUNTED_SYNCS);
  return real(fd);
}
int fdatasync(int fd) {
  REAL(fdatasync);
  count(COUNTED_SYNCS);
  return real(fd);
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  REAL(pwrite64);
  count(COUNTED_FILE_WRITES);
  return real(fd, bytes, size, at);
}
ssize_t pread64(int fd, void *bytes, size_t size, off64_t at) {
  REAL(pread64);
  count(COUNTED_FILE_READS);
  return real(fd, bytes, size, at);
}
ssize_t send(int fd, const void *bytes, size_t size, int flags) {
  REAL(send);
  count(COUNTED_SENDS);
  return real(fd, bytes, size, flags);
}
ssize_t recv(int fd, void *bytes, size_t size, int flags) {
  REAL(recv);
  count(COUNTED_RECEIVES);
  return real(fd, bytes, size, flags);
}
int epoll_wait(int fd, struct epoll_event *events, int most, int wait) {
  REAL(epoll_wait);
  count(COUNTED_POLLS);
  return real(fd, events, most, wait);
}

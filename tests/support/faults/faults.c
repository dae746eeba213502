/* SPDX-License-Identifier: Apache-2.0
 * SPDX-FileCopyrightText: The Holdfast authors
 *
 * Preloaded by tests into the server: storage that fails, fills up or loses power, and a process that dies at a chosen
 * system call. Plain C without allocation, so that it may stand in front of anything.
 *
 *   FAULT       what happens: kill, eio, enospc, power
 *   FAULT_CALL  at which call: write, sync or send
 *   FAULT_NTH   at the n-th such call on a matching file (1 = the first) after the trigger file appeared
 *   FAULT_FILE  part of the path that matches (write, sync); default ".db"
 *   FAULT_ARM   path of the trigger file: faults count only while it exists
 *
 * kill   SIGKILL before the call is made
 * eio    the call and every later one of its kind fails with EIO
 * enospc the call and every later one of its kind fails with ENOSPC (write only)
 * power  from the n-th sync on nothing reaches the disk any more: writes are kept back since the last sync of each file,
 *        then the process is killed. Kept by undoing: before a write the old bytes are saved in memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault { FAULT_NONE, FAULT_KILL, FAULT_EIO, FAULT_ENOSPC, FAULT_POWER };
enum call { CALL_WRITE, CALL_SYNC, CALL_SEND };

static enum fault fault_kind;
static enum call fault_call;
static long fault_nth = 1;
static const char* fault_file = ".db";
static const char* fault_arm;
static atomic_long counted;
static atomic_int failing;

static ssize_t (*real_pwrite64)(int, const void*, size_t, off64_t);
static ssize_t (*real_write)(int, const void*, size_t);
static int (*real_fdatasync)(int);
static int (*real_fsync)(int);
static int (*real_ftruncate64)(int, off64_t);
static ssize_t (*real_send)(int, const void*, size_t, int);
static ssize_t (*real_sendmsg)(int, const struct msghdr*, int);

/* What a power cut undoes: the bytes that stood there before each write since the file's last sync, newest last. */
struct undo {
  int fd;
  off64_t offset;
  size_t length;
  off64_t size_before;
  char* bytes; /* mmap'ed; length bytes that were there */
};
enum { UNDO_MOST = 65536 };
static struct undo* undos;
static size_t undo_count;
static pthread_mutex_t undo_mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void prepare(void) {
  real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_ftruncate64 = dlsym(RTLD_NEXT, "ftruncate64");
  real_send = dlsym(RTLD_NEXT, "send");
  real_sendmsg = dlsym(RTLD_NEXT, "sendmsg");
  const char* kind = getenv("FAULT");
  const char* call = getenv("FAULT_CALL");
  const char* nth = getenv("FAULT_NTH");
  if (getenv("FAULT_FILE")) fault_file = getenv("FAULT_FILE");
  fault_arm = getenv("FAULT_ARM");
  if (!kind) return;
  fault_kind = !strcmp(kind, "kill")     ? FAULT_KILL
               : !strcmp(kind, "eio")    ? FAULT_EIO
               : !strcmp(kind, "enospc") ? FAULT_ENOSPC
               : !strcmp(kind, "power")  ? FAULT_POWER
                                         : FAULT_NONE;
  fault_call = call && !strcmp(call, "sync") ? CALL_SYNC : call && !strcmp(call, "send") ? CALL_SEND : CALL_WRITE;
  if (nth) fault_nth = atol(nth);
  if (fault_kind == FAULT_POWER) {
    undos = mmap(NULL, sizeof(struct undo) * UNDO_MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fault_call = CALL_SYNC;
  }
}

static int matches(int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = '\0';
  return strstr(path, fault_file) != NULL;
}

static int armed(void) {
  struct stat found;
  return !fault_arm || stat(fault_arm, &found) == 0;
}

/* Counts a matching call; true once the n-th has come. */
static int strikes(enum call call) {
  if (fault_kind == FAULT_NONE || call != fault_call || !armed()) return 0;
  if (atomic_load(&failing)) return 1;
  if (atomic_fetch_add(&counted, 1) + 1 < fault_nth) return 0;
  atomic_store(&failing, 1);
  return 1;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Gives the errno of an injected failure, or 0 to go on. */
static int inject(enum call call) {
  if (!strikes(call)) return 0;
  if (fault_kind == FAULT_KILL) die();
  if (fault_kind == FAULT_EIO) return EIO;
  if (fault_kind == FAULT_ENOSPC) return call == CALL_WRITE ? ENOSPC : 0;
  return 0;
}

static void remember(int fd, size_t length, off64_t offset) {
  struct stat before;
  if (fault_kind != FAULT_POWER || fstat(fd, &before) != 0) return;
  pthread_mutex_lock(&undo_mutex);
  if (undo_count < UNDO_MOST) {
    struct undo* entry = &undos[undo_count++];
    entry->fd = fd;
    entry->offset = offset;
    entry->size_before = before.st_size;
    entry->length = 0;
    entry->bytes = NULL;
    if (offset < before.st_size && length > 0) {
      entry->bytes = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      const ssize_t got = pread64(fd, entry->bytes, length, offset);
      entry->length = got > 0 ? (size_t)got : 0;
    }
  }
  pthread_mutex_unlock(&undo_mutex);
}

static int same_file(int a, int b) {
  struct stat first, second;
  return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_ino == second.st_ino && first.st_dev == second.st_dev;
}

static void forget(int fd) {
  pthread_mutex_lock(&undo_mutex);
  size_t kept = 0;
  for (size_t i = 0; i < undo_count; ++i) {
    if (!same_file(undos[i].fd, fd)) undos[kept++] = undos[i];
  }
  undo_count = kept;
  pthread_mutex_unlock(&undo_mutex);
}

static void cut_power(void) {
  pthread_mutex_lock(&undo_mutex);
  while (undo_count > 0) {
    struct undo* entry = &undos[--undo_count];
    if (entry->length > 0) real_pwrite64(entry->fd, entry->bytes, entry->length, entry->offset);
    real_ftruncate64(entry->fd, entry->size_before);
  }
  die();
}

ssize_t pwrite64(int fd, const void* bytes, size_t length, off64_t offset) {
  if (fault_kind != FAULT_NONE && matches(fd)) {
    const int error = inject(CALL_WRITE);
    if (error) {
      errno = error;
      return -1;
    }
    remember(fd, length, offset);
  }
  return real_pwrite64(fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void* bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void* bytes, size_t length) {
  if (fault_kind != FAULT_NONE && fd > 2 && matches(fd)) {
    const int error = inject(CALL_WRITE);
    if (error) {
      errno = error;
      return -1;
    }
    remember(fd, length, lseek64(fd, 0, SEEK_CUR));
  }
  return real_write(fd, bytes, length);
}

int ftruncate64(int fd, off64_t length) {
  struct stat before;
  if (fault_kind == FAULT_POWER && matches(fd) && fstat(fd, &before) == 0 && length < before.st_size) {
    remember(fd, (size_t)(before.st_size - length), length);
  }
  return real_ftruncate64(fd, length);
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int (*real)(int)) {
  if (fault_kind == FAULT_NONE || !matches(fd)) return real(fd);
  const int error = inject(CALL_SYNC);
  if (error) {
    errno = error;
    return -1;
  }
  if (fault_kind == FAULT_POWER) {
    if (atomic_load(&failing)) cut_power();
    const int result = real(fd);
    forget(fd);
    return result;
  }
  return real(fd);
}

int fdatasync(int fd) { return synced(fd, real_fdatasync); }
int fsync(int fd) { return synced(fd, real_fsync); }

ssize_t send(int fd, const void* bytes, size_t length, int flags) {
  if (fault_kind == FAULT_KILL) inject(CALL_SEND);
  return real_send(fd, bytes, length, flags);
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  if (fault_kind == FAULT_KILL) inject(CALL_SEND);
  return real_sendmsg(fd, message, flags);
}

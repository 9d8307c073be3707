// Counts the allocations of one thread by standing in front of glibc's own functions. Sanitizers
// stand there themselves: under one nothing is counted.
#include "discard.h"

#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CDISCARD_SANITIZED
#endif
#endif

// Per thread, so that what other threads do meanwhile changes no count; initial-exec, so that
// looking at it allocates nothing.
static _Thread_local uint64_t allocations __attribute__((tls_model("initial-exec")));

uint64_t CDiscard_allocations(void) { return allocations; }

#ifdef CDISCARD_SANITIZED

int CDiscard_counts_allocations(void) { return 0; }

#else

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

int CDiscard_counts_allocations(void) { return 1; }

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  allocations++;
  return __libc_realloc(memory, size);
}

#endif

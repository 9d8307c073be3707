// Counts allocations of the process by standing in front of glibc's own functions.
#include "discard.h"

#include <stdatomic.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_uint_fast64_t allocations;
static atomic_int counting;

static void note(void) {
  if (atomic_load_explicit(&counting, memory_order_relaxed))
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note();
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  note();
  return __libc_realloc(memory, size);
}

uint64_t CDiscard_allocations(void) { return atomic_load(&allocations); }

void CDiscard_count_allocations(int on) {
  if (on) atomic_store(&allocations, 0);
  atomic_store(&counting, on);
}

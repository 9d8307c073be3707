// The floor that everything else is measured against: the same statements, read and thrown away.
#pragma once
#include <stdint.h>

// What a run has seen.
struct CDiscard_count {
  uint64_t rows;
  uint64_t bytes;
};

// Connects over a unix socket; NULL when that fails.
void *CDiscard_open(const char *socket, const char *user, const char *password,
                    const char *database);
// Runs one statement, touches the length of every cell, keeps nothing; 0 when it worked.
int CDiscard_run(void *connection, const char *statement, uint64_t length,
                 struct CDiscard_count *count);
const char *CDiscard_error(void *connection);
void CDiscard_close(void *connection);

// Allocations of the calling thread so far; only differences mean something.
uint64_t CDiscard_allocations(void);
// Whether they are counted: not under a sanitizer.
int CDiscard_counts_allocations(void);

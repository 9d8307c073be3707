// The floor that everything else is measured against: the same statements, read and thrown away.
#pragma once
#include <stdint.h>

// What a run has seen.
struct CDiscard_count {
  uint64_t statements;
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

// Writes every statement that this thread sends from now on to a file, each behind its length; 0
// when the file can be written.
int CDiscard_record(const char *path);
// Marks the place between what prepares a run and the run.
void CDiscard_mark(void);
// Ends the recording; 0 when everything was kept.
int CDiscard_stop(void);

// Opens what was recorded; NULL when that fails.
void *CDiscard_recording(const char *path);
// Runs the statements up to the next mark, or to the end; 0 when all worked.
int CDiscard_replay(void *connection, void *file, struct CDiscard_count *count);
void CDiscard_forget(void *file);

// Allocations of the calling thread so far; only differences mean something.
uint64_t CDiscard_allocations(void);
// Whether they are counted: not under a sanitizer.
int CDiscard_counts_allocations(void);

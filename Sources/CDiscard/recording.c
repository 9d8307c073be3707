// Keeps what a program sends by standing in front of the client library's own function, and sends
// it again: exactly the statements of a run, however each follows from what those before it brought.
#define _GNU_SOURCE
#include "discard.h"

#include <dlfcn.h>
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>

// Bytes of a recording at most: a million orders take some 30 MB.
static const uint64_t bytes_max = (uint64_t)1 << 30;

// Each thread records for itself.
static _Thread_local FILE *recording;
static _Thread_local uint64_t recorded;
static _Thread_local int is_spoilt;

typedef int query_function(MYSQL *, const char *, unsigned long);

static void keep(const char *statement, uint32_t length) {
  recorded += sizeof length + length;
  if (recorded > bytes_max || fwrite(&length, sizeof length, 1, recording) != 1 ||
      (length > 0 && fwrite(statement, length, 1, recording) != 1))
    is_spoilt = 1;
}

int STDCALL mysql_real_query(MYSQL *connection, const char *statement, unsigned long length) {
  static query_function *query;
  if (query == NULL) query = (query_function *)dlsym(RTLD_NEXT, "mysql_real_query");
  if (recording != NULL && !is_spoilt) keep(statement, (uint32_t)length);
  return query(connection, statement, length);
}

int CDiscard_record(const char *path) {
  recorded = 0;
  is_spoilt = 0;
  recording = fopen(path, "wb");
  return recording == NULL;
}

// A statement is never empty, so an empty one is a mark.
void CDiscard_mark(void) {
  if (recording != NULL && !is_spoilt) keep(NULL, 0);
}

int CDiscard_stop(void) {
  if (recording == NULL) return 1;
  int failed = fclose(recording) != 0 || is_spoilt;
  recording = NULL;
  return failed;
}

void *CDiscard_recording(const char *path) { return fopen(path, "rb"); }

int CDiscard_replay(void *connection, void *file, struct CDiscard_count *count) {
  uint32_t length, capacity = 0;
  char *statement = NULL;
  int failed = 0;
  while (!failed && fread(&length, sizeof length, 1, file) == 1 && length > 0) {
    if (length > capacity) {
      free(statement);
      capacity = length;
      statement = malloc(capacity);
    }
    failed = statement == NULL || fread(statement, length, 1, file) != 1 ||
             CDiscard_run(connection, statement, length, count);
  }
  free(statement);
  return failed;
}

void CDiscard_forget(void *file) { fclose(file); }

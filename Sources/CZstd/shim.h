// libzstd for Swift; it has no variadic calls.
#pragma once
#include <zstd.h>

// A macro that casts, which Swift does not import.
static inline int CZstd_isUnknownSize(unsigned long long size) {
  return size == ZSTD_CONTENTSIZE_UNKNOWN;
}

static inline int CZstd_isErrorSize(unsigned long long size) {
  return size == ZSTD_CONTENTSIZE_ERROR;
}

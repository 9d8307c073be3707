#include "discard.h"

#include <mysql.h>
#include <stddef.h>

void *CDiscard_open(const char *socket, const char *user, const char *password,
                    const char *database) {
  MYSQL *connection = mysql_init(NULL);
  if (connection == NULL) return NULL;
  mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (mysql_real_connect(connection, "localhost", user, password, database, 0, socket, 0))
    return connection;
  mysql_close(connection);
  return NULL;
}

int CDiscard_run(void *connection, const char *statement, uint64_t length,
                 struct CDiscard_count *count) {
  count->statements++;
  if (mysql_real_query(connection, statement, length) != 0) return 1;
  MYSQL_RES *result = mysql_use_result(connection);
  if (result == NULL) return mysql_errno(connection) != 0;
  unsigned int columns = mysql_num_fields(result);
  while (mysql_fetch_row(result) != NULL) {
    unsigned long *lengths = mysql_fetch_lengths(result);
    for (unsigned int i = 0; i < columns; i++) count->bytes += lengths[i];
    count->rows++;
  }
  mysql_free_result(result);
  return mysql_errno(connection) != 0;
}

const char *CDiscard_error(void *connection) { return mysql_error(connection); }

void CDiscard_close(void *connection) { mysql_close(connection); }

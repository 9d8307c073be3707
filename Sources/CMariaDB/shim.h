// libmariadb for Swift: the public header, and one shim per C signature that Swift cannot call.
#pragma once
#include <mysql.h>
#include <errmsg.h>
#include <mysqld_error.h>

static inline int CMariaDB_option_uint(MYSQL *m, enum mysql_option o, unsigned int v) {
  return mysql_optionsv(m, o, (void *)&v);
}
static inline int CMariaDB_option_bool(MYSQL *m, enum mysql_option o, my_bool v) {
  return mysql_optionsv(m, o, (void *)&v);
}
static inline int CMariaDB_option_text(MYSQL *m, enum mysql_option o, const char *v) {
  return mysql_optionsv(m, o, (void *)v);
}

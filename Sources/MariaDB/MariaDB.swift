package enum MariaDB {}

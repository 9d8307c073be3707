-- Tables whose sync failed and is tried again by itself, and runs that somebody wants to end.
-- next_at is null once no more attempts are made without somebody asking for one.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_retries (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  entity VARCHAR(64) NOT NULL,
  attempts INT UNSIGNED NOT NULL,
  next_at DATETIME NULL,
  failed_at DATETIME NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY (dataset_id, table_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_cancellations (
  run_id BIGINT UNSIGNED NOT NULL,
  asked_at DATETIME NOT NULL,
  PRIMARY KEY (run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

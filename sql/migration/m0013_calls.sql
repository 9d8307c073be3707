-- What was asked of Power BI, for whoever looks for the cause of a failure. Every statement may run
-- twice.
-- dataset: Power BI's id, empty where a request is about none. status: NULL without a reply.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_calls (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  ended_at DATETIME NOT NULL,
  milliseconds BIGINT UNSIGNED NOT NULL,
  dataset VARCHAR(64) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  method VARCHAR(8) NOT NULL,
  path VARCHAR(500) NOT NULL,
  bytes_sent BIGINT UNSIGNED NOT NULL,
  status SMALLINT UNSIGNED NULL,
  request_id VARCHAR(100) NULL,
  error VARCHAR(1000) NULL,
  PRIMARY KEY (id),
  KEY ended_at (ended_at),
  KEY dataset_table (dataset, table_name, ended_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

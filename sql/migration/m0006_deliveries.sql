-- How the rows of each destination table stand there, and when they were last compared.
-- late_until: until then a request to clear, whose reply was lost, may still arrive.
-- mode: signed, replace, append. shape_text: the columns and rules that rows were made under.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_deliveries (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  mode VARCHAR(20) NOT NULL,
  keeps_images TINYINT NOT NULL,
  shape_text MEDIUMTEXT NOT NULL,
  cleared_at DATETIME NULL,
  swept_at DATETIME NULL,
  pending_until DATETIME NULL,
  late_until DATETIME NULL,
  looked_at DATETIME NULL,
  hint_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (dataset_id, table_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

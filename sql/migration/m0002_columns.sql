-- Which columns each destination table has, since nobody can ask the service for them.
-- columns_text: a line NAME:TYPE for each.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_columns (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  columns_text MEDIUMTEXT NOT NULL,
  PRIMARY KEY (dataset_id, table_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

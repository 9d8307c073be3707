-- Which measures each destination table has, since nobody can ask the service for them.
-- measures_text: the JSON that the service was given.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_measures (
  dataset_id CHAR(36) NOT NULL,
  table_name VARCHAR(100) NOT NULL,
  measures_text MEDIUMTEXT NOT NULL,
  PRIMARY KEY (dataset_id, table_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

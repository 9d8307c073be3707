-- What alerts have done, and the mails that they wait to send. Every statement may run twice.

-- A row each time an alert fires. state: waiting (for its first try or the next), sending, sent,
-- failed (given up), no_server. error: of a mail that was sent, who was refused.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_alert_history (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  alert_id BIGINT UNSIGNED NOT NULL,
  fired_at DATETIME NOT NULL,
  metric VARCHAR(40) NOT NULL,
  value VARCHAR(80) NOT NULL,
  threshold VARCHAR(120) NOT NULL,
  recipients TEXT NOT NULL,
  subject VARCHAR(255) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  mail_id VARCHAR(80) NOT NULL,
  state VARCHAR(20) NOT NULL,
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  next_at DATETIME NOT NULL,
  ended_at DATETIME NULL,
  error TEXT NULL,
  PRIMARY KEY (id),
  KEY alert_id (alert_id),
  KEY state_next (state, next_at),
  KEY fired_at (fired_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- When anybody last looked at all alerts, and when a sync last failed, be it before any of its runs
-- began: one row.
CREATE TABLE IF NOT EXISTS {prefix}wkpbic_alert_look (
  id TINYINT UNSIGNED NOT NULL,
  looked_at DATETIME NOT NULL,
  failed_at DATETIME NULL,
  failure TEXT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT IGNORE INTO {prefix}wkpbic_alert_look (id, looked_at) VALUES (1, '2000-01-01 00:00:00');

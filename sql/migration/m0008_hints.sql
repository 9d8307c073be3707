-- What has happened in the shop, noted by WordPress with a plain INSERT in the same transaction, if
-- there is one: `INSERT INTO …wkpbic_hints (kind, object_id, noted_at) VALUES ('order', 1234,
-- UTC_TIMESTAMP(6))`, once a request and object. The moment is the server's, not PHP's.
-- kind: order, refund, product (and variations), customer (users), coupon, review, note, term.
-- A change, the trash and the end of an object are the same to us. With the end of a refund its order
-- is noted, too, with that of an order its refunds, notes and customer, with that of a variation or
-- a review the product: nobody can tell any more whose they were.

CREATE TABLE IF NOT EXISTS {prefix}wkpbic_hints (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind VARCHAR(20) NOT NULL,
  object_id BIGINT UNSIGNED NOT NULL,
  noted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

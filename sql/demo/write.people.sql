-- Accounts: the administrator, and one user a customer.
--
-- The password hashes have the right shape and fit no password that anybody knows.

INSERT INTO {prefix}users
SELECT
  p.user_id, CONCAT('customer', p.id),
  CONCAT('$wp$2y$10$', LEFT(SHA2(CONCAT(@seed, '/password/', p.id), 256), 53)),
  CONCAT('customer', p.id), p.email, '', p.registered, '', 0,
  CONCAT(p.first_name, ' ', p.last_name)
FROM {prefix}demo_person AS p
WHERE p.user_id > 0;
INSERT INTO {prefix}users VALUES (
  1, 'admin', CONCAT('$wp$2y$10$', LEFT(SHA2(CONCAT(@seed, '/password/admin'), 256), 53)), 'admin',
  'admin@shop.example', @url, @start_date - INTERVAL 900 DAY, '', 0, 'admin');

INSERT INTO {prefix}usermeta
SELECT
  p.user_id * 32 + k.seq AS umeta_id, p.user_id,
  ELT(k.seq, 'nickname', 'first_name', 'last_name', '{prefix}capabilities', '{prefix}user_level',
    'billing_first_name', 'billing_last_name', 'billing_company', 'billing_address_1',
    'billing_city', 'billing_state', 'billing_postcode', 'billing_country', 'billing_email',
    'billing_phone', 'shipping_first_name', 'shipping_last_name', 'shipping_address_1',
    'shipping_city', 'shipping_postcode', 'shipping_country', 'paying_customer',
    'last_update') AS meta_key,
  ELT(k.seq, CONCAT('customer', p.id), p.first_name, p.last_name, 'a:1:{s:8:"customer";b:1;}',
    '0', p.first_name, p.last_name, p.company, p.street, p.city, NULLIF(p.state, ''), p.postcode,
    p.country, p.email, p.phone, p.first_name, p.last_name, p.street, p.city, p.postcode,
    p.country, f.person IS NOT NULL, UNIX_TIMESTAMP(p.registered)) AS meta_value
FROM {prefix}demo_person AS p
LEFT JOIN {prefix}demo_first AS f ON f.person = p.id
STRAIGHT_JOIN seq_1_to_23 AS k
WHERE p.user_id > 0 AND p.id <= @customers
HAVING meta_value IS NOT NULL;
INSERT INTO {prefix}usermeta VALUES
  (1, 1, 'nickname', 'admin'), (2, 1, 'first_name', ''), (3, 1, 'last_name', ''),
  (4, 1, '{prefix}capabilities', 'a:1:{s:13:"administrator";b:1;}'),
  (5, 1, '{prefix}user_level', '10');

-- Notes: placed, paid, completed; four numbers an order.
INSERT INTO {prefix}comments
SELECT
  d.n * 4 + k.seq, d.doc_id, 'WooCommerce', 'woocommerce@shop.example', '', '',
  ELT(k.seq, d.created_local, d.paid_local, d.completed_local),
  ELT(k.seq, d.created, d.paid, d.completed),
  ELT(k.seq, 'Stock levels reduced.', 'Order status changed from Pending payment to Processing.',
    'Order status changed from Processing to Completed.'),
  0, '1', 'WooCommerce', 'order_note', 0, 0
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN seq_1_to_3 AS k
WHERE d.kind = 0 AND (k.seq = 1 OR ELT(k.seq, '', d.paid, d.completed) IS NOT NULL);
INSERT INTO {prefix}commentmeta
SELECT d.n * 4 + 3, d.n * 4 + 3, 'is_customer_note', '1'
FROM {prefix}demo_doc AS d
WHERE d.kind = 0 AND d.completed IS NOT NULL AND d.r % 30 = 0;

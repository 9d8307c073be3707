-- What WooCommerce Analytics calls low in stock: published, in stock, and left with no more than
-- its own low-stock amount, its parent's, or the shop's, but with more than none.

--: single low_stock
SELECT COUNT(DISTINCT product.ID)
FROM {prefix}posts AS product {force:posts.type_status_date}
JOIN {prefix}postmeta AS managed {force:postmeta.post_id}
  ON managed.post_id = product.ID AND managed.meta_key = '_manage_stock'
  AND managed.meta_value = 'yes'
JOIN {prefix}postmeta AS status {force:postmeta.post_id}
  ON status.post_id = product.ID AND status.meta_key = '_stock_status'
  AND status.meta_value = 'instock'
JOIN {prefix}postmeta AS stock {force:postmeta.post_id}
  ON stock.post_id = product.ID AND stock.meta_key = '_stock'
LEFT JOIN {prefix}postmeta AS own {force:postmeta.post_id}
  ON own.post_id = product.ID AND own.meta_key = '_low_stock_amount' AND own.meta_value > ''
LEFT JOIN {prefix}postmeta AS parents {force:postmeta.post_id}
  ON product.post_type = 'product_variation' AND parents.post_id = product.post_parent
  AND parents.meta_key = '_low_stock_amount' AND parents.meta_value > ''
WHERE product.post_type IN ('product', 'product_variation') AND product.post_status = 'publish'
  AND CAST(stock.meta_value AS DECIMAL(26,8)) > {no_stock}
  AND CAST(stock.meta_value AS DECIMAL(26,8))
    <= COALESCE(CAST(own.meta_value AS SIGNED), CAST(parents.meta_value AS SIGNED), {low_stock})

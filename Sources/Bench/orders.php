<?php
// The same orders as a careful plugin reads them: per page one statement a table, merged in arrays,
// encoded with json_encode. Prints rows, bytes, wall and CPU seconds, peak memory in bytes, and -1:
// allocations are not counted.
$options = getopt('', ['way:', 'socket:', 'database:', 'prefix:']);
$p = $options['prefix'];
$began = hrtime(true);
$db = mysqli_init();
$db->real_connect('localhost', 'root', '', $options['database'], 0, $options['socket']);
$db->set_charset('utf8mb4');
$zone = new DateTimeZone('Europe/Berlin');
$utc = new DateTimeZone('UTC');
$local = function (?string $text) use ($zone, $utc) {
    if ($text === null || $text[0] === '0') return null;
    return (new DateTimeImmutable($text, $utc))->setTimezone($zone)->format('Y-m-d\TH:i:s');
};
$group = function (string $sql, string $key) use ($db): array {
    $rows = [];
    foreach ($db->query($sql, MYSQLI_USE_RESULT) as $row) $rows[$row[$key]][] = $row;
    return $rows;
};
$after = 0;
[$count, $bytes] = [0, 0];
while (true) {
    $end = $db->query("SELECT MAX(id) FROM (SELECT id FROM {$p}wc_orders FORCE INDEX (PRIMARY)
        WHERE id > $after AND type = 'shop_order' ORDER BY id LIMIT 1000) AS p")->fetch_row()[0];
    if ($end === null) break;
    $range = "order_id > $after AND order_id <= $end";
    $addresses = $group("SELECT * FROM {$p}wc_order_addresses WHERE $range ORDER BY order_id", 'order_id');
    $data = $group("SELECT * FROM {$p}wc_order_operational_data WHERE $range", 'order_id');
    $metas = $group("SELECT order_id, meta_key, meta_value FROM {$p}wc_orders_meta WHERE $range
        ORDER BY order_id, id", 'order_id');
    $stats = $group("SELECT order_id, customer_id, returning_customer FROM {$p}wc_order_stats
        WHERE $range", 'order_id');
    $items = $group("SELECT order_id, order_item_id, order_item_type, order_item_name
        FROM {$p}woocommerce_order_items WHERE $range ORDER BY order_id, order_item_id", 'order_id');
    $itemMetas = $group("SELECT i.order_item_id, m.meta_key, m.meta_value
        FROM {$p}woocommerce_order_items i JOIN {$p}woocommerce_order_itemmeta m
        ON m.order_item_id = i.order_item_id WHERE i.order_id > $after AND i.order_id <= $end
        AND m.meta_key IN ('_qty', '_line_subtotal', '_line_total') ORDER BY m.meta_id", 'order_item_id');
    $refunds = $group("SELECT parent_order_id, total_amount FROM {$p}wc_orders
        WHERE parent_order_id > $after AND parent_order_id <= $end AND type = 'shop_order_refund'",
        'parent_order_id');
    $orders = $db->query("SELECT * FROM {$p}wc_orders FORCE INDEX (PRIMARY) WHERE id > $after
        AND id <= $end AND type = 'shop_order'
        AND status NOT IN ('trash', 'auto-draft', 'wc-checkout-draft') ORDER BY id");
    $batch = [];
    foreach ($orders as $o) {
        $id = $o['id'];
        $row = ['id' => (int) $id, 'number' => $id, 'status' => preg_replace('/^wc-/', '', $o['status']),
            'customer_id' => (int) $o['customer_id'], 'customer_note' => $o['customer_note'],
            'payment_method' => $o['payment_method'],
            'payment_method_title' => $o['payment_method_title'],
            'transaction_id' => $o['transaction_id'], 'customer_ip_address' => $o['ip_address'],
            'currency' => $o['currency'], 'cart_tax' => (float) $o['tax_amount'],
            'date_created_gmt' => $o['date_created_gmt'],
            'date_created' => $local($o['date_created_gmt']),
            'date_modified_gmt' => $o['date_updated_gmt']];
        foreach ($addresses[$id] ?? [] as $address) {
            foreach (['first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state',
                'postcode', 'country', 'email', 'phone'] as $name) {
                $row[$address['address_type'] . '_' . $name] = $address[$name];
            }
        }
        $d = $data[$id][0] ?? null;
        foreach (['created_via', 'prices_include_tax', 'date_paid_gmt', 'date_completed_gmt'] as $name) {
            $row[$name] = $d[$name] ?? null;
        }
        $row['date_paid'] = $local($d['date_paid_gmt'] ?? null);
        $row['date_completed'] = $local($d['date_completed_gmt'] ?? null);
        foreach (['shipping_total_amount', 'shipping_tax_amount', 'discount_total_amount',
            'discount_tax_amount'] as $name) {
            $row[$name] = (float) ($d[$name] ?? 0);
        }
        $row['total'] = round((float) $o['total_amount'], 2);
        $row['total_tax'] = round($row['cart_tax'] + $row['shipping_tax_amount'], 2);
        $row['net_total'] = $row['total'] - $row['total_tax'] - $row['shipping_total_amount'];
        foreach ($metas[$id] ?? [] as $meta) $row['meta'][$meta['meta_key']] ??= $meta['meta_value'];
        $row['customer_lookup_id'] = $stats[$id][0]['customer_id'] ?? null;
        $row['item_count'] = 0; $row['subtotal'] = 0; $row['fees_total'] = 0;
        $names = ['coupon' => [], 'shipping' => []];
        foreach ($items[$id] ?? [] as $item) {
            $type = $item['order_item_type'];
            if (isset($names[$type])) $names[$type][] = $item['order_item_name'];
            foreach ($itemMetas[$item['order_item_id']] ?? [] as $meta) {
                if ($type === 'line_item' && $meta['meta_key'] === '_qty') {
                    $row['item_count'] += (float) $meta['meta_value'];
                } elseif ($type === 'line_item' && $meta['meta_key'] === '_line_subtotal') {
                    $row['subtotal'] += round((float) $meta['meta_value'], 2);
                } elseif ($type === 'fee' && $meta['meta_key'] === '_line_total') {
                    $row['fees_total'] += (float) $meta['meta_value'];
                }
            }
        }
        $row['coupon_codes'] = implode(', ', $names['coupon']);
        $row['shipping_method'] = implode(', ', $names['shipping']);
        $row['total_refunded'] = -array_sum(array_column($refunds[$id] ?? [], 'total_amount'));
        $batch[] = $row;
    }
    $bytes += strlen(json_encode(['rows' => $batch]));
    $count += count($batch);
    $after = (int) $end;
}
$usage = getrusage();
$cpu = $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
    + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
preg_match('/VmHWM:\s+(\d+)/', file_get_contents('/proc/self/status'), $peak);
echo "$count $bytes ", (hrtime(true) - $began) / 1e9, " $cpu ", $peak[1] * 1024, ' -1';

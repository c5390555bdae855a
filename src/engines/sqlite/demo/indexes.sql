CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_ordered_at ON orders (ordered_at);
CREATE INDEX order_items_product ON order_items (product_id);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_customer ON events (customer_id);
ANALYZE;

CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL,
    email VARCHAR(120) NOT NULL UNIQUE,
    country VARCHAR(40) NOT NULL,
    segment VARCHAR(20) NOT NULL,
    newsletter BOOLEAN NOT NULL,
    signed_up DATE NOT NULL,
    city VARCHAR(40) NOT NULL,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL
);
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL UNIQUE,
    category VARCHAR(40) NOT NULL,
    price NUMERIC(10,2) NOT NULL,
    cost NUMERIC(10,2) NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    ordered_at DATETIME NOT NULL,
    channel VARCHAR(20) NOT NULL,
    status VARCHAR(20) NOT NULL,
    total NUMERIC(10,2) NOT NULL
);
CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    line INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL,
    unit_price NUMERIC(10,2) NOT NULL,
    amount NUMERIC(10,2) NOT NULL,
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at DATETIME NOT NULL,
    customer_id INTEGER REFERENCES customers (id),
    kind VARCHAR(20) NOT NULL,
    page VARCHAR(60) NOT NULL,
    source VARCHAR(20) NOT NULL,
    device VARCHAR(20) NOT NULL,
    seconds INTEGER
);
-- One line per sold product with everything that one groups by; cancelled and refunded orders are left out.
CREATE VIEW sales AS
SELECT o.ordered_at, o.channel, c.country, c.city, c.segment, p.category, p.name AS product, i.quantity, i.amount,
    round(i.amount - i.quantity * p.cost, 2) AS profit
FROM order_items i
JOIN orders o ON o.id = i.order_id
JOIN customers c ON c.id = o.customer_id
JOIN products p ON p.id = i.product_id
WHERE o.status NOT IN ('cancelled', 'refunded');
-- The same money with one column per channel, for charts with several series.
CREATE VIEW sales_by_channel AS
SELECT ordered_at,
    CASE WHEN channel = 'web' THEN total ELSE 0 END AS web,
    CASE WHEN channel = 'app' THEN total ELSE 0 END AS app,
    CASE WHEN channel = 'partner' THEN total ELSE 0 END AS partner,
    CASE WHEN channel = 'phone' THEN total ELSE 0 END AS phone
FROM orders
WHERE status NOT IN ('cancelled', 'refunded');

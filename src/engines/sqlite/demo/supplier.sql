-- The shop's products as its supplier knows them: the same columns, so that both can be laid side by side.
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL UNIQUE,
    category VARCHAR(40) NOT NULL,
    price NUMERIC(10,2) NOT NULL,
    cost NUMERIC(10,2) NOT NULL
);
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    delivered_on DATE NOT NULL,
    pieces INTEGER NOT NULL,
    carrier VARCHAR(20) NOT NULL
);

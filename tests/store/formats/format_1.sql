-- A shop's file of format 1, with one load of two lines. Never edited: files like it are out there.
create table shop_facts (fact text primary key, value text);
create table loads (
    load_id integer, kind text, file_name text, sha256 text, sheet text, loaded_at timestamp, mapping text,
    read_count bigint, kept_count bigint, refused_count bigint, duplicate_count bigint, left_out_count bigint,
    first_date date, last_date date, net_revenue decimal(38, 4), findings text, undone_at timestamp
);
create table refused_lines (load_id integer, row_number bigint, column_name text, value text, reason text);
create table customers (customer_id integer, customer_key text, customer text, name text, phone text, email text);
create table products (product_id integer, product_key text, product_code text, product text, category text);
create table lines (
    load_id integer, row_number bigint, customer_id integer, order_number text, sold_at timestamp, product_id integer,
    quantity decimal(18, 4), unit_price decimal(18, 4), discount decimal(18, 4), net_revenue decimal(18, 4),
    store text, staff text, channel text, status text, is_counted boolean, is_active boolean
);
create table orders (
    customer_id integer, order_number text, order_date date, ordered_at timestamp, net_revenue decimal(18, 4),
    line_count integer, store text, staff text, channel text
);
create table saved_parameters (kind text, name text, value text, saved_at timestamp);
create table remembered_mappings (fingerprint text, mapping text, remembered_at timestamp);
insert into shop_facts values ('data_version', '7'), ('schema_version', '1');
insert into loads values (
    1, 'sales', 'march.xlsx', 'abc', 'Sheet1', '2024-03-31 18:00:00', '{}', 2, 2, 0, 0, 0, '2024-03-01', '2024-03-02', 35,
    '[]', null
);
insert into customers values (1, 'ann', 'Ann', null, null, null);
insert into products values (1, 'tea', null, 'Tea', null);
insert into lines values
    (1, 2, 1, 'A1', '2024-03-01 10:00:00', 1, 3, 10, null, 30, null, null, null, null, true, true),
    (1, 3, null, 'A2', '2024-03-02 11:00:00', 1, 1, 5, null, 5, null, null, null, null, true, true);
insert into orders values
    (1, 'A1', '2024-03-01', '2024-03-01 10:00:00', 30, 1, null, null, null),
    (null, 'A2', '2024-03-02', '2024-03-02 11:00:00', 5, 1, null, null, null);

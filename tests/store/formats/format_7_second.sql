-- A shop's file of format 7, as the program of commit 1a15ffc wrote it. Never edited: files like it are out there.
create table care_ticks(stage VARCHAR, item VARCHAR, ticked_on DATE, ticked_at TIMESTAMP, removed_at TIMESTAMP);
create table consultations(counted_on DATE, per_day INTEGER, entered_at TIMESTAMP);
create table customers(customer_id INTEGER, customer_key VARCHAR, customer VARCHAR, "name" VARCHAR, phone VARCHAR, email VARCHAR, sold_name VARCHAR, sold_phone VARCHAR, sold_email VARCHAR);
insert into customers values
    (1, 'ann', 'Ann', null, null, null, null, null, null),
    (2, '王芳', '王芳', '王芳', '13800000001', null, '王芳', '13800000001', null),
    (3, '王 芳', '王 芳', '王 芳', '13800000001', null, '王 芳', '13800000001', null),
    (4, 'o''brien; 2', 'O''Brien; 2', null, null, null, null, null, null),
    (5, 'bob', 'Bob', null, null, null, null, null, null),
    (6, 'cem', 'Cem', null, null, null, null, null, null),
    (7, 'dia', 'Dia', null, null, null, null, null, null),
    (8, 'eve', 'Eve', null, null, null, null, null, null);
create table feedback(load_id INTEGER, customer_id INTEGER, given_at TIMESTAMP, rating DECIMAL(4,2), satisfaction DECIMAL(4,2), recommendation INTEGER, kind VARCHAR, "text" VARCHAR, merged_from INTEGER);
create table interactions(load_id INTEGER, customer_id INTEGER, happened_at TIMESTAMP, kind VARCHAR, merged_from INTEGER);
create table lines(load_id INTEGER, row_number BIGINT, customer_id INTEGER, order_number VARCHAR, sold_at TIMESTAMP, product_id INTEGER, quantity DECIMAL(18,4), unit_price DECIMAL(18,4), discount DECIMAL(18,4), net_revenue DECIMAL(18,4), store VARCHAR, staff VARCHAR, channel VARCHAR, status VARCHAR, is_counted BOOLEAN, is_active BOOLEAN, merged_from INTEGER);
insert into lines values
    (1, 2, 1, 'A0', '2022-10-18 12:00:00', 1, 2.0000, null, null, 12.5000, null, null, null, null, true, true, null),
    (1, 3, 1, 'A1', '2024-03-01 12:00:00', 1, 2.0000, null, null, 30.0000, 'North', 'Li', 'web', null, true, true, null),
    (1, 4, 1, 'A1', '2024-03-01 12:00:01', null, null, null, 0.5000, -3.0001, null, null, null, null, true, true, null),
    (1, 5, 1, 'A2', '2024-03-01 15:00:00', null, null, null, null, 7.0000, null, null, null, null, true, true, null),
    (1, 6, 1, 'A3', '2024-03-12 12:00:00', null, null, null, null, 8.0000, null, null, null, null, true, true, null),
    (1, 7, null, 'N1', '2024-03-02 12:00:00', null, null, null, null, 5.0000, null, null, null, null, true, true, null),
    (1, 8, null, null, '2024-03-02 12:00:00', null, null, null, null, 6.0000, null, null, null, null, true, true, null),
    (1, 9, 2, 'W1', '2024-03-03 12:00:00', 2, null, null, null, 888.8888, null, null, null, null, true, true, null),
    (1, 10, 2, 'W2', '2024-03-10 12:00:00', null, null, null, null, 66.0000, null, null, null, null, true, true, 3),
    (1, 11, 4, null, '2024-03-04 12:00:00', null, null, null, null, 4.0000, null, null, null, null, true, true, null),
    (1, 12, 4, null, '2024-03-04 12:00:00', null, null, null, null, 4.0000, null, null, null, null, true, true, null),
    (1, 13, 5, 'B1', '2024-03-05 12:00:00', null, null, null, null, 20.0000, null, null, null, null, true, false, null),
    (1, 14, 5, 'B2', '2024-03-07 12:00:00', null, null, null, null, -20.0000, null, null, null, null, true, true, null),
    (1, 15, 6, 'C1', '2024-03-06 12:00:00', null, null, null, null, 70.0000, null, null, null, 'cancelled', false, true, null),
    (1, 16, 7, 'D1', '2024-03-06 12:00:00', null, null, null, null, 0.0000, null, null, null, null, true, true, null),
    (2, 2, 5, 'B1', '2024-03-05 12:00:00', null, null, null, null, 25.0000, null, null, null, null, true, true, null),
    (2, 3, 7, 'D2', '2024-04-10 12:00:00', null, null, null, null, 99999.9999, null, null, null, null, true, true, null),
    (3, 3, 1, 'A9', '2024-05-11 12:00:00', null, null, null, null, 1.0000, null, null, null, null, true, false, null),
    (3, 2, 8, 'E1', '2024-05-10 12:00:00', null, null, null, null, 1000000.0000, null, null, null, null, true, false, null);
create table loaded_feedback(load_id INTEGER, customer_id INTEGER, given_at TIMESTAMP, rating DECIMAL(4,2), satisfaction DECIMAL(4,2), recommendation INTEGER, kind VARCHAR, "text" VARCHAR);
create table loaded_interactions(load_id INTEGER, customer_id INTEGER, happened_at TIMESTAMP, kind VARCHAR);
create table loads(load_id INTEGER, kind VARCHAR, file_name VARCHAR, sha256 VARCHAR, sheet VARCHAR, loaded_at TIMESTAMP, "mapping" VARCHAR, read_count BIGINT, kept_count BIGINT, refused_count BIGINT, duplicate_count BIGINT, left_out_count BIGINT, first_date DATE, last_date DATE, net_revenue DECIMAL(38,4), findings VARCHAR, undone_at TIMESTAMP);
insert into loads values
    (1, 'sales', 'march.xlsx', 'a727b4a841e1cb1bedfa6d7978bad5b6d0d6f199e600995c2a6d432e148b14c1', 'Sheet1', '2026-12-01 16:05:50.960486', '{}', 16, 15, 1, 0, 0, '2022-10-18', '2024-03-12', 1028.3887, '[]', null),
    (2, 'sales', 'april.xlsx', 'bee819f12fe77d7c9358bc2cc3c19d18ff837161f9de85b3f7e28971f1c29710', 'Sheet1', '2026-12-01 16:05:51.017094', '{}', 2, 2, 0, 0, 0, '2024-03-05', '2024-04-10', 100024.9999, '[]', null),
    (3, 'sales', 'may.xlsx', '97215cccc83a7ce8757b0c78ebd150be8dda22a042de314d2e589367a6d0e566', 'Sheet1', '2026-12-01 16:05:51.073537', '{}', 2, 2, 0, 0, 0, '2024-05-10', '2024-05-11', 1000001.0000, '[]', '2026-12-01 16:05:51.113948');
create table merges(merge_id INTEGER, kept_id INTEGER, merged_id INTEGER, decision VARCHAR, reason VARCHAR, decided_at TIMESTAMP, undone_at TIMESTAMP);
insert into merges values
    (1, 2, 3, 'accepted', 'same phone', '2026-12-01 16:05:51.161286', null);
create table notes(note_id BIGINT, customer_id INTEGER, kind VARCHAR, author VARCHAR, written_at TIMESTAMP, "text" VARCHAR, removed_at TIMESTAMP);
create table orders(customer_id INTEGER, order_number VARCHAR, order_date DATE, ordered_at TIMESTAMP, net_revenue DECIMAL(18,4), line_count INTEGER, store VARCHAR, staff VARCHAR, channel VARCHAR);
insert into orders values
    (1, 'A0', '2022-10-18', '2022-10-18 12:00:00', 12.5000, 1, null, null, null),
    (1, 'A1', '2024-03-01', '2024-03-01 12:00:00', 26.9999, 2, 'North', 'Li', 'web'),
    (1, 'A2', '2024-03-01', '2024-03-01 15:00:00', 7.0000, 1, null, null, null),
    (1, 'A3', '2024-03-12', '2024-03-12 12:00:00', 8.0000, 1, null, null, null),
    (2, 'W1', '2024-03-03', '2024-03-03 12:00:00', 888.8888, 1, null, null, null),
    (2, 'W2', '2024-03-10', '2024-03-10 12:00:00', 66.0000, 1, null, null, null),
    (4, null, '2024-03-04', '2024-03-04 12:00:00', 8.0000, 2, null, null, null),
    (5, 'B1', '2024-03-05', '2024-03-05 12:00:00', 25.0000, 1, null, null, null),
    (5, 'B2', '2024-03-07', '2024-03-07 12:00:00', -20.0000, 1, null, null, null),
    (7, 'D1', '2024-03-06', '2024-03-06 12:00:00', 0.0000, 1, null, null, null),
    (7, 'D2', '2024-04-10', '2024-04-10 12:00:00', 99999.9999, 1, null, null, null),
    (null, 'N1', '2024-03-02', '2024-03-02 12:00:00', 5.0000, 1, null, null, null),
    (null, null, '2024-03-02', '2024-03-02 12:00:00', 6.0000, 1, null, null, null);
create table products(product_id INTEGER, product_key VARCHAR, product_code VARCHAR, product VARCHAR, category VARCHAR, sold_category VARCHAR);
insert into products values
    (1, 'T-1', 'T-1', 'Tea', 'Drinks', 'Drinks'),
    (2, '乌龙茶', null, '乌龙茶', null, null);
create table product_facts(load_id INTEGER, product_key VARCHAR, category VARCHAR, "cost" DECIMAL(18,4), list_price DECIMAL(18,4));
create table purchase_days(customer_id INTEGER, purchase_date DATE, gap_days INTEGER);
insert into purchase_days values
    (1, '2022-10-18', null),
    (1, '2024-03-01', 500),
    (1, '2024-03-12', 11),
    (2, '2024-03-03', null),
    (2, '2024-03-10', 7),
    (4, '2024-03-04', null),
    (5, '2024-03-05', null),
    (7, '2024-04-10', null);
create table record_changes(change_id BIGINT, customer_id INTEGER, field VARCHAR, "value" VARCHAR, provenance VARCHAR, load_id INTEGER, author VARCHAR, changed_at TIMESTAMP, undone_at TIMESTAMP);
create table refused_lines(load_id INTEGER, row_number BIGINT, column_name VARCHAR, "value" VARCHAR, reason VARCHAR);
insert into refused_lines values
    (1, 99, 'Date', 'yesterday; ''ish', 'no date');
create table remembered_mappings(fingerprint VARCHAR, "mapping" VARCHAR, remembered_at TIMESTAMP);
create table saved_parameters(kind VARCHAR, "name" VARCHAR, "value" VARCHAR, saved_at TIMESTAMP);
insert into saved_parameters values
    ('in use', 'final', '{"by_total": true}', '2026-12-01 16:05:51.151349');
create table settled_customers(customer_id INTEGER, first_purchase_date DATE, last_purchase_date DATE, last_order_date DATE, frequency INTEGER, monetary DECIMAL(38,4), purchase_days BIGINT, median_gap DOUBLE, last_gap INTEGER, gap_squares INTEGER, settled_on DATE, earlier_revenue DECIMAL(38,4), year_spending DECIMAL(38,4), year_purchase_days INTEGER, quarter_purchase_days INTEGER);
insert into settled_customers values
    (1, '2022-10-18', '2024-03-12', '2024-03-12', 4, 54.4999, 3, 255.5, 11, 250121, '2024-04-10', 12.5000, 41.9999, 2, 2),
    (2, '2024-03-03', '2024-03-10', '2024-03-10', 2, 954.8888, 2, 7.0, 7, 49, '2024-04-10', 954.8888, 954.8888, 2, 2),
    (4, '2024-03-04', '2024-03-04', '2024-03-04', 1, 8.0000, 1, null, null, null, '2024-04-10', 8.0000, 8.0000, 1, 1),
    (5, '2024-03-05', '2024-03-05', '2024-03-07', 1, 5.0000, 1, null, null, null, '2024-04-10', 5.0000, 5.0000, 1, 1),
    (7, '2024-04-10', '2024-04-10', '2024-04-10', 1, 99999.9999, 1, null, null, null, '2024-04-10', 99999.9999, 99999.9999, 1, 1);
create table shop_facts(fact VARCHAR PRIMARY KEY, "value" VARCHAR);
insert into shop_facts values
    ('data_version', '5'),
    ('schema_version', '7');
create table vip_grants(grant_id INTEGER, customer_id INTEGER, "level" VARCHAR, reason VARCHAR, "until" DATE, granted_at TIMESTAMP, removed_at TIMESTAMP);
create table vip_moves(as_of DATE, customer_id INTEGER, from_level VARCHAR, to_level VARCHAR, reason VARCHAR, logged_at TIMESTAMP);

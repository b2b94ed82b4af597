\set key random(1, 1000000000000000)
insert into outcome (caller, idempotency_key, kind, activity, title, measure, value, unit)
values ('tok_root', 'key-' || :key::bigint, 'OUTPUT', 1, '{"vi": "Tập huấn"}', 'UNIT', 38, 'persons')
returning id, version;

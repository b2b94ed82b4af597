-- What recordOutcome writes, as a table: an id, the key that makes it idempotent, the attributes.
create table outcome (
    id bigint generated always as identity primary key,
    caller text not null,
    idempotency_key text not null,
    kind text not null,
    activity bigint not null,
    title jsonb not null,
    measure text not null,
    value numeric,
    unit text,
    status text not null default 'DRAFT',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    unique (caller, idempotency_key)
);

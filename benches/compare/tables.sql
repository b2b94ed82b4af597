-- What the queries read, in SQLite and in PostgreSQL alike, with an index for each way that they go.
CREATE TABLE province (
    id integer PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL
);
CREATE TABLE agreement (
    id integer PRIMARY KEY,
    key text NOT NULL UNIQUE,
    code text NOT NULL UNIQUE,
    title text NOT NULL
);
CREATE TABLE field (
    id integer PRIMARY KEY,
    key text NOT NULL UNIQUE,
    agreement_id integer NOT NULL REFERENCES agreement,
    title text
);
CREATE TABLE activity (
    id integer PRIMARY KEY,
    key text NOT NULL UNIQUE,
    field_id integer REFERENCES field,
    title text NOT NULL,
    status text NOT NULL
);
CREATE TABLE event (
    id integer PRIMARY KEY,
    key text NOT NULL UNIQUE,
    activity_id integer REFERENCES activity,
    host_id integer REFERENCES province,
    title text NOT NULL,
    kind text NOT NULL,
    starts_on text
);
CREATE INDEX field_agreement ON field (agreement_id, id);
CREATE INDEX activity_field ON activity (field_id, id);
CREATE INDEX event_activity ON event (activity_id, id);
CREATE INDEX event_host ON event (host_id, id);

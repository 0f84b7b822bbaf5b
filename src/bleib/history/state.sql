-- state.sqlite3: what is edited and needs transactions. Instants are ISO 8601 in UTC.
create table if not exists imports (
    id integer primary key autoincrement,
    fingerprint text not null,  -- hash of the files' content and the options
    label text not null,        -- names of the files, for people
    options text not null,      -- JSON
    counts text,                -- JSON, see counts.py
    state text not null check (state in ('started', 'staged', 'done', 'undoing', 'undone')),
    started_at text not null,
    recorded_at text,           -- recorded_at of its facts, given when staged, strictly rising
    finished_at text,
    undone_at text,
    first_day text,
    last_day text,
    rejects text                -- reject file, relative to the home folder
);
-- The same files count once, whoever imports them; undone imports may be repeated.
create unique index if not exists imports_once on imports (fingerprint) where state <> 'undone';

create table if not exists leases (
    name text primary key,
    token text not null,
    pid integer not null,
    began text not null,        -- start time of the process: a number of a process may be given again
    host text not null,
    boot text not null,
    taken_at real not null,     -- seconds since the epoch, like expires_at
    expires_at real not null
);

create table if not exists names (
    import_id integer not null references imports (id),
    customer text not null,
    name text,
    country text,
    primary key (import_id, customer)
) without rowid;

create table if not exists settings (name text primary key, value text not null);

-- Ids are random 63-bit integers, times microseconds since 1970, text and bytes alike bytea, compared byte by byte.

-- The time of the store, so that nodes with different clocks agree. The node's own is passed so that what stands still in
-- a test can stand still here: such a test puts another function in this one's place.
CREATE FUNCTION store_time(node bigint) RETURNS bigint LANGUAGE sql VOLATILE AS
  $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;

CREATE TABLE meta (name text PRIMARY KEY, value bigint NOT NULL);
-- Which past this database has: the timeline changes when a standby is promoted or a backup is rolled forward, the system
-- with another cluster, the place when a dump is loaded. What meta remembers of it is compared at every connection.
CREATE VIEW history_now (name, value) AS
  SELECT 'timeline', ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint
  UNION ALL SELECT 'system', system_identifier FROM pg_control_system()
  UNION ALL SELECT 'place', 'meta'::regclass::oid::bigint;
INSERT INTO meta SELECT * FROM history_now UNION ALL VALUES ('epoch', 1), ('probed', 0);

CREATE TABLE organisation (
  id bigint PRIMARY KEY, version bigint NOT NULL, slug bytea NOT NULL UNIQUE, name bytea NOT NULL,
  line smallint NOT NULL, board bigint NOT NULL, duty_pack bytea NOT NULL, duty_pack_version bigint NOT NULL,
  created bigint NOT NULL);

-- display_name and totp_secret are sealed under the installation's key.
CREATE TABLE person (
  id bigint PRIMARY KEY, version bigint NOT NULL, organisation bigint NOT NULL, roles smallint NOT NULL,
  display_name bytea, login_hash bytea NOT NULL, password_hash bytea NOT NULL, totp_secret bytea,
  totp_last_step bigint NOT NULL, phrase_hash bytea NOT NULL, notice_shown bigint NOT NULL, disabled smallint NOT NULL,
  created bigint NOT NULL, expires bigint);
CREATE UNIQUE INDEX person_login ON person (organisation, login_hash) WHERE login_hash <> ''::bytea;
CREATE UNIQUE INDEX person_phrase ON person (organisation, phrase_hash) WHERE phrase_hash <> ''::bytea;
CREATE INDEX person_staff ON person (organisation) WHERE roles & 14 <> 0;

CREATE TABLE token (
  id bigint PRIMARY KEY, version bigint NOT NULL, kind smallint NOT NULL, hash bytea NOT NULL UNIQUE,
  person bigint NOT NULL, organisation bigint NOT NULL, escalation bigint, expires bigint NOT NULL,
  revoked smallint NOT NULL);

-- An erased conversation keeps its row, so that whoever was in it is told the truth; its words and key are gone.
CREATE TABLE conversation (
  id bigint PRIMARY KEY, version bigint NOT NULL, organisation bigint NOT NULL, kind smallint NOT NULL,
  state smallint NOT NULL, end_reason smallint NOT NULL, seeker bigint NOT NULL, owner bigint NOT NULL,
  staff_side bigint NOT NULL, main bigint NOT NULL, level smallint NOT NULL, kinds smallint NOT NULL, name bytea,
  created bigint NOT NULL, expires bigint);

-- What a commit locks and every message changes: narrow, with room in the page and no other index, so that an update
-- stays in its page. The version is the conversation's, kept here so that a guard reads one row.
CREATE TABLE counter (
  conversation bigint PRIMARY KEY, head bigint NOT NULL, version bigint NOT NULL, erased smallint NOT NULL)
  WITH (fillfactor = 50);
CREATE TABLE author_last (
  conversation bigint NOT NULL, author bigint NOT NULL, seq bigint NOT NULL, cid bytea NOT NULL,
  PRIMARY KEY (conversation, author)) WITH (fillfactor = 50);

-- The conversation's data key, wrapped by the installation's key. Without this row its bodies are noise.
CREATE TABLE data_key (conversation bigint PRIMARY KEY, wrapped bytea NOT NULL);

CREATE TABLE member (
  conversation bigint NOT NULL, person bigint NOT NULL, version bigint NOT NULL, role smallint NOT NULL,
  visible_from bigint NOT NULL, muted_until bigint NOT NULL, joined bigint NOT NULL,
  PRIMARY KEY (conversation, person));
CREATE INDEX member_of ON member (person, conversation) WHERE role <> 0;

CREATE TABLE cursor (
  conversation bigint NOT NULL, person bigint NOT NULL, kind smallint NOT NULL, seq bigint NOT NULL,
  PRIMARY KEY (conversation, person, kind)) WITH (fillfactor = 70);

-- A tombstone has no body and no digest. The conversation is in the key of `message_once`, so that its counter's lock
-- covers the key and no two commits can collide in it.
CREATE TABLE message (
  conversation bigint NOT NULL, seq bigint NOT NULL, author bigint NOT NULL, at bigint NOT NULL, client_at bigint,
  about_conversation bigint, about_seq bigint, kind smallint NOT NULL, deduped smallint NOT NULL,
  cid bytea NOT NULL, digest bytea, body bytea,
  PRIMARY KEY (conversation, seq));
CREATE UNIQUE INDEX message_once ON message (conversation, author, cid) WHERE deduped = 1;

CREATE TABLE flag (
  conversation bigint NOT NULL, seq bigint NOT NULL, author bigint NOT NULL, level smallint NOT NULL,
  verdict bytea NOT NULL, escalation bigint NOT NULL, at bigint NOT NULL,
  PRIMARY KEY (conversation, seq));

CREATE TABLE request (
  id bigint PRIMARY KEY, version bigint NOT NULL, organisation bigint NOT NULL, conversation bigint NOT NULL,
  seeker bigint NOT NULL, state smallint NOT NULL, level smallint NOT NULL, urgent smallint NOT NULL,
  language bytea NOT NULL, wishes bytea NOT NULL, asked bigint NOT NULL, taken_by bigint NOT NULL, taken bigint);
CREATE UNIQUE INDEX request_open ON request (seeker) WHERE state = 0;
CREATE INDEX request_waiting ON request (organisation) WHERE state = 0;

CREATE TABLE escalation (
  id bigint PRIMARY KEY, version bigint NOT NULL, organisation bigint NOT NULL, conversation bigint NOT NULL,
  seeker bigint NOT NULL, first_conversation bigint NOT NULL, first_seq bigint NOT NULL, cause smallint NOT NULL,
  state smallint NOT NULL, level smallint NOT NULL, kinds smallint NOT NULL, step bigint NOT NULL, round bigint NOT NULL,
  raised bigint NOT NULL, acknowledged_by bigint NOT NULL, acknowledged bigint, eyes_on bigint, in_hand bigint,
  closed bigint, outcome smallint NOT NULL, next_due bigint);
CREATE UNIQUE INDEX escalation_open_of ON escalation (seeker) WHERE state <> 4 AND seeker <> 0;
CREATE INDEX escalation_open ON escalation (organisation) WHERE state <> 4;

-- Sealed under a key of its own; outlives the conversation's erasure.
CREATE TABLE incident (escalation bigint PRIMARY KEY, at bigint NOT NULL, sealed bytea NOT NULL);

-- `ready` is when it may be claimed: due, or the end of a claim that runs longer.
CREATE TABLE task (
  id bigint PRIMARY KEY, version bigint NOT NULL, kind smallint NOT NULL, organisation bigint NOT NULL,
  subject bigint NOT NULL, payload bytea NOT NULL, due bigint NOT NULL, attempts bigint NOT NULL,
  claimed_by bigint NOT NULL, claimed_until bigint NOT NULL, ready bigint NOT NULL);
CREATE INDEX task_ready ON task (ready, id);

-- Ids come in the order rows are written, not committed: the chain takes rows as they become visible and keeps its own
-- number.
CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL, organisation bigint NOT NULL,
  actor bigint NOT NULL, action smallint NOT NULL, object bigint NOT NULL, detail bigint NOT NULL);
CREATE TABLE audit_waiting (audit bigint PRIMARY KEY);
-- SHA-256 over the link before and the row; written after the commit by the one sealer that holds the lock.
CREATE TABLE audit_chain (n bigint PRIMARY KEY, audit bigint NOT NULL UNIQUE, link bytea NOT NULL);

-- One row a node and lane of a node that ran lately; written when its connection begins.
CREATE TABLE lane (node bigint NOT NULL, lane smallint NOT NULL, began bigint NOT NULL, PRIMARY KEY (node, lane));
-- One row a batch: n is dense per (node, lane); heads are pairs of (conversation, head), 8 bytes each, big-endian. That a
-- row is there also tells a node whose connection broke at COMMIT whether it was committed.
CREATE TABLE commit_log (
  node bigint NOT NULL, lane smallint NOT NULL, n bigint NOT NULL, at bigint NOT NULL, heads bytea NOT NULL,
  PRIMARY KEY (node, lane, n));
CREATE INDEX commit_log_at ON commit_log (at);

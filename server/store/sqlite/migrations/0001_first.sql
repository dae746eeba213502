-- Ids are random 63-bit integers, times microseconds since 1970, text and bytes alike blobs compared byte by byte.
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, slug BLOB NOT NULL UNIQUE, name BLOB NOT NULL,
  line INTEGER NOT NULL, board INTEGER NOT NULL, duty_pack BLOB NOT NULL, duty_pack_version INTEGER NOT NULL,
  created INTEGER NOT NULL) STRICT;

-- display_name and totp_secret are sealed under the installation's key.
CREATE TABLE person (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, organisation INTEGER NOT NULL, roles INTEGER NOT NULL,
  display_name BLOB, login_hash BLOB NOT NULL, password_hash BLOB NOT NULL, totp_secret BLOB,
  totp_last_step INTEGER NOT NULL, phrase_hash BLOB NOT NULL, notice_shown INTEGER NOT NULL, disabled INTEGER NOT NULL,
  created INTEGER NOT NULL, expires INTEGER) STRICT;
CREATE UNIQUE INDEX person_login ON person (organisation, login_hash) WHERE login_hash <> x'';
CREATE UNIQUE INDEX person_phrase ON person (organisation, phrase_hash) WHERE phrase_hash <> x'';
CREATE INDEX person_staff ON person (organisation) WHERE roles & 14 <> 0;

CREATE TABLE token (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, kind INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE,
  person INTEGER NOT NULL, organisation INTEGER NOT NULL, escalation INTEGER, expires INTEGER NOT NULL,
  revoked INTEGER NOT NULL) STRICT;

-- An erased conversation keeps its row, so that whoever was in it is told the truth; its words and key are gone.
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, organisation INTEGER NOT NULL, kind INTEGER NOT NULL,
  state INTEGER NOT NULL, end_reason INTEGER NOT NULL, seeker INTEGER NOT NULL, owner INTEGER NOT NULL,
  staff_side INTEGER NOT NULL, main INTEGER NOT NULL, level INTEGER NOT NULL, kinds INTEGER NOT NULL, name BLOB,
  created INTEGER NOT NULL, expires INTEGER,
  erased INTEGER NOT NULL DEFAULT 0, erased_head INTEGER NOT NULL DEFAULT 0) STRICT;

-- The conversation's data key, wrapped by the installation's key. Without this row its bodies are noise.
CREATE TABLE data_key (conversation INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;

CREATE TABLE member (
  conversation INTEGER NOT NULL, person INTEGER NOT NULL, version INTEGER NOT NULL, role INTEGER NOT NULL,
  visible_from INTEGER NOT NULL, muted_until INTEGER NOT NULL, joined INTEGER NOT NULL,
  PRIMARY KEY (conversation, person)) STRICT, WITHOUT ROWID;
CREATE INDEX member_of ON member (person, conversation) WHERE role <> 0;

CREATE TABLE cursor (
  conversation INTEGER NOT NULL, person INTEGER NOT NULL, kind INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, person, kind)) STRICT, WITHOUT ROWID;

-- Appended in order of commit. `cid` is time-ordered by the client, so the third index stays hot at its end (1.5 to 1.8
-- times the speed of random ids); it is unique whatever the client's clock says. A tombstone has no body and no digest.
CREATE TABLE message (
  id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, seq INTEGER NOT NULL, author INTEGER NOT NULL,
  at INTEGER NOT NULL, client_at INTEGER, kind INTEGER NOT NULL, deduped INTEGER NOT NULL,
  about_conversation INTEGER, about_seq INTEGER, cid BLOB NOT NULL, digest BLOB, body BLOB) STRICT;
CREATE UNIQUE INDEX message_seq ON message (conversation, seq);
CREATE UNIQUE INDEX message_once ON message (cid, author, conversation) WHERE deduped = 1;

CREATE TABLE flag (
  conversation INTEGER NOT NULL, seq INTEGER NOT NULL, author INTEGER NOT NULL, level INTEGER NOT NULL,
  verdict BLOB NOT NULL, escalation INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE request (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, organisation INTEGER NOT NULL, conversation INTEGER NOT NULL,
  seeker INTEGER NOT NULL, state INTEGER NOT NULL, level INTEGER NOT NULL, urgent INTEGER NOT NULL,
  language BLOB NOT NULL, wishes BLOB NOT NULL, asked INTEGER NOT NULL, taken_by INTEGER NOT NULL, taken INTEGER) STRICT;
CREATE UNIQUE INDEX request_open ON request (seeker) WHERE state = 0;
CREATE INDEX request_waiting ON request (organisation) WHERE state = 0;

CREATE TABLE escalation (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, organisation INTEGER NOT NULL, conversation INTEGER NOT NULL,
  seeker INTEGER NOT NULL, first_conversation INTEGER NOT NULL, first_seq INTEGER NOT NULL, cause INTEGER NOT NULL,
  state INTEGER NOT NULL, level INTEGER NOT NULL, kinds INTEGER NOT NULL, step INTEGER NOT NULL, round INTEGER NOT NULL,
  raised INTEGER NOT NULL, acknowledged_by INTEGER NOT NULL, acknowledged INTEGER, eyes_on INTEGER, in_hand INTEGER,
  closed INTEGER, outcome INTEGER NOT NULL, next_due INTEGER) STRICT;
CREATE UNIQUE INDEX escalation_open_of ON escalation (seeker) WHERE state <> 4 AND seeker <> 0;
CREATE INDEX escalation_open ON escalation (organisation) WHERE state <> 4;

-- Sealed under a key of its own; outlives the conversation's erasure.
CREATE TABLE incident (escalation INTEGER PRIMARY KEY, at INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;

-- `ready` is when it may be claimed: due, or the end of a claim that runs longer.
CREATE TABLE task (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL, kind INTEGER NOT NULL, organisation INTEGER NOT NULL,
  subject INTEGER NOT NULL, payload BLOB NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL,
  claimed_by INTEGER NOT NULL, claimed_until INTEGER NOT NULL, ready INTEGER NOT NULL) STRICT;
CREATE INDEX task_ready ON task (ready, id);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, organisation INTEGER NOT NULL, actor INTEGER NOT NULL,
  action INTEGER NOT NULL, object INTEGER NOT NULL, detail INTEGER NOT NULL) STRICT;
-- SHA-256 over the link before and the row; written after the commit by the sealer.
CREATE TABLE audit_chain (id INTEGER PRIMARY KEY, link BLOB NOT NULL) STRICT;

-- One row a batch: n is dense per (node, lane); heads are pairs of (conversation, head), 8 bytes each, big-endian.
CREATE TABLE commit_log (
  id INTEGER PRIMARY KEY, node INTEGER NOT NULL, lane INTEGER NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,
  heads BLOB NOT NULL) STRICT;

-- What a node is and who works in it.
create table setting (
  key text primary key,
  value {bytes} not null
) {strict};

create table counter (
  name text primary key,
  value {int} not null
) {strict};

create table worker (
  id {uuid} primary key,
  user_name text not null unique,
  name_ar text not null,
  name_en text not null,
  password text not null,
  roles text not null,
  active {bool} not null,
  created_at {int} not null,
  failures {int} not null,
  locked_until {int} not null
) {strict};
-- Who reads every case is found by the roles that there are.
create index worker_roles on worker (roles);

-- The token is the SHA-256 of the cookie: a stolen database opens no session.
create table session (
  token {bytes} primary key,
  worker {uuid} not null references worker (id),
  created_at {int} not null,
  seen_at {int} not null,
  locked {bool} not null,
  masked {bool} not null
) {strict};
create index session_worker on session (worker);

-- Who read which record, when, on which screen.
create table access (
  id {uuid} primary key,
  at {int} not null,
  worker {uuid} not null,
  role text not null,
  screen text not null,
  subject_kind text not null,
  subject {uuid} not null
) {strict};
create index access_subject on access (subject, at);
create index access_at on access (at, id);

-- An intake or referral form that is not finished. The body is sealed under a key of its own.
create table draft (
  id {uuid} primary key,
  worker {uuid} not null references worker (id),
  case_id {uuid},
  step {int} not null,
  created_at {int} not null,
  updated_at {int} not null,
  key {bytes} not null,
  body {bytes} not null
) {strict};
create index draft_worker on draft (worker, updated_at);

-- What a finished form became, so that its address still leads somewhere. Holds nothing that was typed.
create table draft_end (
  id {uuid} primary key,
  worker {uuid} not null references worker (id),
  case_id {uuid} not null,
  referral_id {uuid},
  at {int} not null
) {strict};

-- A case. Columns are what lists sort and filter by; everything about the person is in sealed bodies.
create table case_file (
  id {uuid} primary key,
  reference text not null unique,
  status text not null,
  category text not null,
  urgency text not null,
  area text not null,
  owner {uuid} not null,
  lead {bytes} not null,
  origin_referral {uuid} unique,
  opened_at {int} not null,
  updated_at {int} not null,
  version {int} not null,
  key {bytes} not null,
  body {bytes} not null
) {strict};
create index case_file_list on case_file (status, opened_at, id);

create table case_member (
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null,
  since {int} not null,
  added_by {uuid} not null,
  -- Both are those of the case: a worker's own list is read from here.
  opened_at {int} not null,
  is_open {bool} not null,
  primary key (case_id, worker)
) {strict};
create index case_member_worker on case_member (worker, is_open, opened_at, case_id);

-- Restricted cases: to whoever is not a member there is no such case.
create table case_restricted (
  case_id {uuid} primary key references case_file (id),
  worker {uuid} not null,
  at {int} not null
) {strict};

-- Who is excluded from a case, and therefore never a member of it.
create table case_excluded (
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null,
  reason text not null default 'DECLARED',
  primary key (case_id, worker)
) {strict};
create index case_excluded_worker on case_excluded (worker, case_id);

-- The people of a case, sealed under the case's key.
create table person (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  position {int} not null,
  body {bytes} not null
) {strict};
create index person_case on person (case_id, position);

-- Appointments of a case. With whom is sealed under the case's key; a place is a code, and an address stands nowhere.
create table appointment (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  kind text not null,
  place text not null,
  at {int} not null,
  state text not null,
  code text not null,
  outside {bool} not null,
  with_whom {bytes},
  worker {uuid} not null
) {strict};
create index appointment_case on appointment (case_id, at, id);
create index appointment_day on appointment (state, at);

-- What people decided about two records of persons, the smaller identifier first. Rows are only added: taking a merge
-- back is one more row. `vector` is what the score was made of, without anything of the persons themselves.
create table person_decision (
  id {uuid} primary key,
  one {uuid} not null,
  two {uuid} not null,
  act text not null,
  needs_second {bool} not null,
  worker {uuid} not null,
  role text not null,
  at {int} not null,
  vector {bytes} not null
) {strict};
create index person_decision_one on person_decision (one, two, at, id);
create index person_decision_two on person_decision (two);
create index person_decision_at on person_decision (at, id);

-- A file of an older register that is brought in. What it was called, its headings and what each column is are sealed in
-- the head; what is wrong with which row is sealed in the report and says nothing of the rows themselves.
create table import (
  id {uuid} primary key,
  worker {uuid} not null references worker (id),
  state text not null,
  created_at {int} not null,
  updated_at {int} not null,
  row_count {int} not null,
  part_count {int} not null,
  next_part {int} not null,
  taken {int} not null,
  key {bytes} not null,
  head {bytes} not null,
  report {bytes},
  mark {bytes} not null
) {strict};
create index import_worker on import (worker, created_at);
create index import_state on import (state, created_at);

-- Its rows, sealed, so many at a time: each part is brought in by one transaction.
create table import_part (
  import {uuid} not null references import (id),
  part {int} not null,
  body {bytes} not null,
  primary key (import, part)
) {strict};

-- Which case was made of which row: never two of one. Stays when the file is destroyed.
create table import_row (
  import {uuid} not null,
  row_number {int} not null,
  case_id {uuid} not null,
  primary key (import, row_number)
) {strict};

-- What the rows of a file were like that was brought in, by a mark that only this node can compute: the same rows a second
-- time are recognised, also when the file was destroyed.
create table import_mark (
  mark {bytes} not null,
  import {uuid} not null,
  at {int} not null,
  primary key (mark, import)
) {strict};

-- The signed rule the link obeys. `puts_first` is the clause, of the text in force, by which referred cases come before equal ones.
create table agreement (
  id {uuid} primary key,
  code text not null,
  peer {bytes} not null,
  state text not null,
  digest {bytes} not null,
  body {bytes} not null,
  own_signature {bytes},
  peer_signature {bytes},
  on_paper text,
  from_at {int} not null,
  until_at {int} not null,
  updated_at {int} not null,
  signed_at {int},
  puts_first text,
  -- One above it was stopped, and it with it.
  halted {bool} not null default false
) {strict};
create index agreement_peer on agreement (peer);

-- An agency without a node of its own. Its identifier belongs to nobody's key; `level` is L0 (listed), L1 (paper) or L2 (portal), `contact`
-- is the office to which an envelope is handed.
create table partner (
  id {bytes} primary key,
  code text not null unique,
  name_ar text not null,
  name_en text not null,
  class text not null,
  level text not null,
  contact text not null,
  updated_at {int} not null
) {strict};

-- Somebody of a partner who signs in here and sees what is addressed to that partner. `code` is the SHA-256 of the invitation's code until
-- it is used.
create table portal_account (
  worker {uuid} primary key references worker (id),
  partner {bytes} not null references partner (id),
  code {bytes} unique,
  expires_at {int} not null,
  joined_at {int},
  signs {bool} not null
) {strict};
create index portal_account_partner on portal_account (partner);

-- The statements of this agency's keys, as its root has signed them.
create table own_statement (
  n {int} primary key,
  body {bytes} not null,
  at {int} not null
) {strict};

-- Its private keys, each sealed under the node's key, with the statement that introduced it. An erased key is not here.
create table own_key (
  kid {bytes} primary key,
  kind text not null,
  n {int} not null,
  body {bytes} not null,
  since {int} not null,
  retired_at {int}
) {strict};

-- What an administrator wants to be done with the keys: the running node does it when every linked agency has told which
-- statement of this agency it holds.
create table key_order (
  id {uuid} primary key,
  what text not null,
  kid {bytes},
  reason text not null,
  worker {uuid},
  at {int} not null
) {strict};

-- The electronic link to one other agency. `earlier` has the statements that prove earlier keys of the other side, `pins` its earlier TLS keys, `knows`
-- is the newest statement of this agency that it holds, `forgot` what it held of us when we had forgotten it,
-- `unopened` its sealing key that it has lost.
create table link (
  id {bytes} primary key,
  peer {bytes} not null unique,
  code text not null,
  name_ar text not null,
  name_en text not null,
  state text not null,
  statement {bytes} not null,
  spki {bytes} not null unique,
  pins {bytes} not null,
  earlier {bytes} not null,
  knows {int} not null,
  endpoint text not null,
  short_code text not null,
  joining {bytes},
  ceremony {bytes},
  forgot {bytes},
  unopened {bytes},
  verified_at {int},
  verified_by {uuid},
  peer_verified_at {int},
  alarm text,
  version_seen {int} not null,
  skew_ms {int} not null,
  test_sent_at {int},
  test_done_at {int},
  test_seen_at {int},
  proved_at {int},
  trial {bytes},
  last_contact {int},
  last_error text,
  attempts {int} not null,
  next_try {int} not null,
  created_at {int} not null,
  updated_at {int} not null
) {strict};

create table invitation (
  token {bytes} primary key,
  body {bytes} not null,
  created_by {uuid},
  created_at {int} not null,
  expires_at {int} not null,
  used_at {int},
  link {bytes}
) {strict};

-- Every key statement of a linked agency, to give them back when it has forgotten them.
create table peer_statement (
  link {bytes} not null references link (id),
  n {int} not null,
  spki {bytes} not null,
  body {bytes} not null,
  at {int} not null,
  primary key (link, n)
) {strict};
create index peer_statement_spki on peer_statement (spki);

-- Position of each stream: what was sealed last, what was taken in last, what the other side receipted. `opening` is the
-- epoch that we ask the other side to open, `closed` where we closed the one that it sent in.
create table link_cursor (
  link {bytes} not null references link (id),
  stream {int} not null,
  direction text not null,
  epoch {int} not null,
  seq {int} not null,
  head {bytes} not null,
  receipted {int} not null,
  opening {int},
  closed_epoch {int},
  closed_upto {int},
  primary key (link, stream, direction)
) {strict};

-- Kinds of message that the other side has said it understands, or once said.
create table peer_kind (
  link {bytes} not null references link (id),
  kind text not null,
  understood {bool} not null,
  primary key (link, kind)
) {strict};

-- Waiting to be sealed, and kept for thirty days after a receipt has told its fate: when the other side is restored from
-- a backup and our key was revoked meanwhile, it has to be sealed again as a new message. The body is sealed under the
-- node's own key.
create table outbox (
  id {uuid} primary key,
  link {bytes} not null references link (id),
  stream {int} not null,
  kind text not null,
  conversation {uuid} not null,
  purpose text not null,
  agreement {uuid},
  agreement_digest {bytes},
  body {bytes} not null,
  created_at {int} not null,
  expires_at {int},
  urgent {bool} not null,
  sealed {bool} not null,
  fault text
) {strict};
create index outbox_waiting on outbox (link, stream, id) where fault is null and not sealed;
create index outbox_fault on outbox (link, id) where fault is not null;
create index outbox_sealed on outbox (id) where sealed;
create index outbox_conversation on outbox (conversation);

create table envelope_out (
  link {bytes} not null references link (id),
  stream {int} not null,
  epoch {int} not null,
  seq {int} not null,
  id {uuid} not null,
  kind text not null,
  conversation {uuid} not null,
  body {bytes} not null,
  hash {bytes} not null,
  signer {bytes} not null,
  sealed_at {int} not null,
  sent_at {int},
  done_at {int},
  disposition text,
  code text,
  primary key (link, stream, epoch, seq)
) {strict};
create index envelope_out_conversation on envelope_out (conversation);
create index envelope_out_id on envelope_out (id);

-- Messages that this node sent after the backup from which it was restored, as the other side tells: only their places.
create table forgotten (
  link {bytes} not null references link (id),
  stream {int} not null,
  epoch {int} not null,
  seq {int} not null,
  disposition text not null,
  at {int} not null,
  primary key (link, stream, epoch, seq)
) {strict};

-- Everything taken in, once. A parked message waits here for a person.
create table envelope_in (
  link {bytes} not null references link (id),
  stream {int} not null,
  epoch {int} not null,
  seq {int} not null,
  id {uuid} not null,
  kind text not null,
  conversation {uuid} not null,
  hash {bytes} not null,
  at {int} not null,
  disposition text not null,
  code text,
  body {bytes},
  primary key (link, stream, epoch, seq)
) {strict};
create index envelope_in_id on envelope_in (link, id);
create index envelope_in_parked on envelope_in (link, at) where disposition = 'PARKED';

-- The newest receipt that the other side signed for each stream. Receipts of this node are built from envelope_in.
create table receipt (
  link {bytes} not null references link (id),
  stream {int} not null,
  epoch {int} not null,
  upto {int} not null,
  body {bytes} not null,
  at {int} not null,
  primary key (link, stream)
) {strict};

-- A message that was refused or could not be applied: shown to the administrator with what to do.
create table refused_message (
  id {uuid} primary key,
  link {bytes},
  at {int} not null,
  code text not null,
  size {int} not null,
  hash {bytes} not null
) {strict};
create index refused_message_at on refused_message (at);

-- What came back on paper or by telephone from a partner without a node, as it was typed in: the evidence of the entry written on its word. Who
-- gave the word is sealed.
create table slip (
  id {uuid} primary key,
  referral {uuid} not null,
  at {int} not null,
  worker {uuid} not null,
  answer text not null,
  way text not null,
  word {bytes} not null
) {strict};
create index slip_referral on slip (referral, at);

-- A referral as one side of it sees it. State, is_open, version and fingerprint are projections of the entries.
-- `priority` is its place in the queue, 0 first; `ahead`: both agencies know the person, and the agreement puts such a case before
-- equal ones; the claim is a soft lock; `noted_at` is when the sender took note of a declined or expired referral;
-- `delivered_at` comes from the link and makes OFFERED to DELIVERED. `relay` is, at the agency in the middle, the referral that
-- this one goes on as or came as. An erased referral has an empty key and body.
create table referral (
  id {uuid} primary key,
  reference text not null unique,
  direction text not null,
  peer {bytes} not null,
  case_id {uuid},
  state text not null,
  is_open {bool} not null,
  urgency text not null,
  priority {int} not null,
  linked {bool} not null,
  ahead {bool} not null,
  category text not null,
  area text not null,
  agreement {uuid} not null,
  offered_at {int} not null,
  decide_by {int} not null,
  expires_at {int} not null,
  updated_at {int} not null,
  version {int} not null,
  fingerprint {bytes} not null,
  created_by {uuid},
  claimed_by {uuid},
  claimed_at {int},
  noted_at {int},
  delivered_at {int},
  relay {uuid},
  key {bytes} not null,
  body {bytes} not null,
  identity {bytes},
  identity_key {bytes},
  kind text not null
) {strict};
create index referral_open on referral (direction, priority, decide_by, id) where is_open;
create index referral_done on referral (direction, updated_at, id) where not is_open;
create index referral_count on referral (direction, state, decide_by, created_by, claimed_by, is_open) where is_open;
-- Without those that have none: they are so many that a planner would take the index for one that finds nothing.
create index referral_creator on referral (created_by) where created_by is not null;
create index referral_case on referral (case_id) where case_id is not null;
create index referral_agreement on referral (agreement, decide_by);
create index referral_linked on referral (agreement) where is_open and linked;

create table referral_entry (
  referral {uuid} not null references referral (id),
  author {bytes} not null,
  n {int} not null,
  at {int} not null,
  act text not null,
  body {bytes} not null,
  hash {bytes} not null,
  primary key (referral, author, n)
) {strict};

-- What the two agencies of a referral do together: signed lines of both, in two chains. The words of a line are sealed under a key
-- of their own; `worker` is who wrote it here.
create table referral_line (
  id {uuid} not null,
  referral {uuid} not null references referral (id),
  author {bytes} not null,
  n {int} not null,
  at {int} not null,
  deed text not null,
  body {bytes} not null,
  hash {bytes} not null,
  worker {uuid},
  key {bytes},
  words {bytes},
  primary key (referral, author, n)
) {strict};

-- Open tasks of our side, as they follow from the lines: for the list of whoever is to do them (nobody named: the owner of the
-- case), and until when the permission to share holds.
create table joint_task (
  referral {uuid} not null references referral (id),
  author {bytes} not null,
  n {int} not null,
  worker {uuid},
  due {int} not null,
  until {int} not null,
  primary key (referral, author, n)
) {strict};
create index joint_task_worker on joint_task (worker, due);

-- The dispute about a referral while it is open. `ours`: whether our agency has something to do in this stage.
create table open_dispute (
  referral {uuid} primary key references referral (id),
  stage text not null,
  ours {bool} not null,
  due {int}
) {strict};

-- A document that travels with a referral. Its name and its key are sealed under the referral's key; `have` counts the
-- sealed bytes that the receiving side holds.
create table attachment (
  id {uuid} primary key,
  referral {uuid} not null references referral (id),
  direction text not null,
  link {bytes} not null,
  state text not null,
  code text,
  size {int} not null,
  have {int} not null,
  sort text not null,
  media text not null,
  body {bytes} not null,
  worker {uuid},
  created_at {int} not null,
  updated_at {int} not null,
  opened_at {int},
  opened_role text,
  tries {int} not null,
  next_try {int} not null
) {strict};
create index attachment_referral on attachment (referral);
create index attachment_state on attachment (state, next_try);

-- Its sealed chunks, so many in a row, as they travel.
create table attachment_part (
  attachment {uuid} not null,
  nth {int} not null,
  body {bytes} not null,
  primary key (attachment, nth)
) {strict};

-- Work the node owes itself: rows are deleted in the transaction that does the work.
create table job (
  kind text not null,
  subject {uuid} not null,
  not_before {int} not null,
  attempts {int} not null,
  turn {int} not null,
  primary key (kind, subject)
) {strict};
create index job_due on job (not_before);

-- The journal: everything that must be provable later. The log numbers its rows, in order, a moment after. Without the
-- salt a leaf says nothing of its row.
create table journal (
  id {uuid} primary key,
  at {int} not null,
  kind text not null,
  subject text not null,
  worker {uuid},
  data {bytes} not null,
  salt {bytes} not null,
  leaf {bytes} not null,
  log {int},
  position {int},
  unique (log, position)
) {strict};
create index journal_at on journal (at, id);
create index journal_subject on journal (subject);
create index journal_waiting on journal (id) where position is null;

-- Logs that this node has begun after the first: another number follows a restore from a backup.
create table own_log (
  number {int} primary key,
  begun_at {int} not null
) {strict};

-- The heads of this node's log. The rows of a head end at `filled`; from there to `size` it is padded with leaves that
-- come from `padding`.
create table checkpoint (
  log {int} not null,
  size {int} not null,
  filled {int} not null,
  root {bytes} not null,
  frontier {bytes} not null,
  padding {bytes} not null,
  note text not null,
  at {int} not null,
  primary key (log, size)
) {strict};

-- The roots of each 64 leaves, so that a proof does not read the whole log.
create table log_chunk (
  log {int} not null,
  at {int} not null,
  root {bytes} not null,
  primary key (log, at)
) {strict};

-- What this node has seen of the log of each linked agency. Written before anything is cosigned.
create table witness (
  link {bytes} primary key references link (id),
  body {bytes} not null,
  at {int} not null
) {strict};

-- The newest head of each of this node's logs that a linked agency has cosigned, with its signatures.
create table cosignature (
  link {bytes} not null references link (id),
  log {int} not null,
  size {int} not null,
  kid {bytes} not null,
  note text not null,
  at {int} not null,
  primary key (link, log, kid)
) {strict};

-- Proof that an agency has signed two things that cannot both be honest. Anyone can check it; it names no person.
create table evidence (
  id {uuid} primary key,
  link {bytes} not null references link (id),
  crime text not null,
  body {bytes} not null,
  hash {bytes} not null unique,
  at {int} not null
) {strict};
create index evidence_link on evidence (link, at);

-- The secret from which this node's keys for one agreement's questions come, and what was told about them. The seed of
-- the week before is not here any more. `secret` is sealed.
create table known_seed (
  agreement {uuid} primary key,
  week {int} not null,
  edition {int} not null,
  secret {bytes} not null,
  part {int} not null,
  listed_at {int} not null
) {strict};

-- Who stands on the list that one partner was sent, by what stands for them there.
create table known_listed (
  agreement {uuid} not null,
  handle {bytes} not null,
  case_id {uuid} not null,
  place {int} not null,
  version {int} not null,
  checked {int} not null,
  primary key (agreement, handle)
) {strict};
create index known_listed_case on known_listed (case_id);

-- Cases whose people never stand on a list.
create table known_protected (
  case_id {uuid} primary key,
  worker {uuid} not null,
  at {int} not null
) {strict};

-- What a partner published: its signed keys and its table.
create table known_keys (
  agreement {uuid} primary key,
  week {int} not null,
  edition {int} not null,
  statement {bytes} not null,
  at {int} not null
) {strict};
create table known_chunk (
  agreement {uuid} not null,
  purpose text not null,
  part {int} not null,
  nth {int} not null,
  chunks {int} not null,
  first {bytes} not null,
  body {bytes} not null,
  at {int} not null,
  primary key (agreement, purpose, part, nth)
) {strict};
create index known_chunk_first on known_chunk (agreement, purpose, part, first);

-- Questions that this node asked. The body (who, and the secrets that hid it) and the hits are sealed.
create table known_query (
  id {uuid} primary key,
  agreement {uuid} not null,
  peer {bytes} not null,
  case_id {uuid} not null,
  place {int} not null,
  worker {uuid} not null,
  purpose text not null,
  basis text not null,
  asked_at {int} not null,
  number {int} not null,
  batch {bytes} not null,
  body {bytes} not null,
  state text not null,
  code text,
  class text,
  hits {bytes},
  answered_at {int},
  served {int},
  again {bool} not null,
  erased_at {int}
) {strict};
create index known_query_kept on known_query (erased_at, asked_at);
create index known_query_agreement on known_query (agreement, purpose, asked_at);
create index known_query_worker on known_query (worker, asked_at);
create index known_query_case on known_query (case_id, asked_at);

-- Questions that other agencies asked this node. Nothing here tells about whom.
create table known_served (
  id {uuid} primary key,
  query {uuid} not null,
  agreement {uuid} not null,
  peer {bytes} not null,
  purpose text not null,
  basis text not null,
  at {int} not null,
  number {int} not null,
  worker {bytes} not null,
  case_hash {bytes} not null,
  batch {bytes} not null,
  code text,
  elements {bytes} not null,
  again {bool} not null
) {strict};
create index known_served_agreement on known_served (agreement, purpose, at);
create index known_served_query on known_served (query);
create index known_served_batch on known_served (batch);

-- What both sides had counted when a month had ended: 'in' what we were asked, 'out' what we asked and they told us.
create table known_month (
  agreement {uuid} not null,
  direction text not null,
  month {int} not null,
  ours {int} not null,
  theirs {int},
  at {int} not null,
  primary key (agreement, direction, month)
) {strict};

-- People named to the other agency's officer on duty, in both directions; the body is sealed and deleted when refused.
create table known_naming (
  id {uuid} primary key,
  direction text not null,
  query {uuid} not null,
  agreement {uuid} not null,
  peer {bytes} not null,
  handle {bytes} not null,
  subject {bytes} not null,
  case_id {uuid},
  place {int} not null,
  purpose text not null,
  at {int} not null,
  worker {uuid},
  body {bytes} not null,
  opened_at {int},
  opened_by {uuid},
  answer text,
  answered_at {int},
  answered_by {uuid}
) {strict};
create index known_naming_waiting on known_naming (direction, answered_at, at);
create index known_naming_query on known_naming (query);
create index known_naming_pair on known_naming (direction, peer, handle, subject);

-- Records that several agencies share. A version takes effect when all its parties have signed it; `standing`, `waits`
-- (for our word) and `owes` (a word our node must say by itself) are projections of the voices.
create table shared_version (
  digest {bytes} primary key,
  record {uuid} not null,
  number {int} not null,
  kind text not null,
  proposer {bytes} not null,
  body {bytes} not null,
  standing text not null,
  waits {bool} not null,
  owes {bool} not null,
  updated_at {int} not null,
  heard_at {int} not null
) {strict};
create index shared_version_kind on shared_version (kind, standing);
create index shared_version_record on shared_version (record, number);
create index shared_version_list on shared_version (standing, updated_at);
create index shared_version_waits on shared_version (waits) where waits;
create index shared_version_owes on shared_version (owes) where owes;

-- What a party has signed about a version. The proposer's node passes on what it takes in.
create table shared_voice (
  version {bytes} not null references shared_version (digest),
  party {bytes} not null,
  word text not null,
  body {bytes} not null,
  passed {bool} not null,
  primary key (version, party, word)
) {strict};
create index shared_voice_passed on shared_voice (passed) where not passed;

-- Where people are given a place. A home is known by its code and its area; its address stands apart, sealed under a key of
-- its own, and no other statement reads it.
create table home (
  id {uuid} primary key,
  code text not null unique,
  name_ar text not null,
  name_en text not null,
  area text not null,
  gates text not null,
  created_at {int} not null
) {strict};

create table home_address (
  home {uuid} primary key references home (id),
  key {bytes} not null,
  body {bytes} not null
) {strict};

-- A family room (`whole`) is taken by one household with all its beds. A sex without ages is not taken at all.
create table room (
  id {uuid} primary key,
  home {uuid} not null references home (id),
  wing text not null,
  name text not null,
  whole {bool} not null,
  female_min {int},
  female_max {int},
  male_min {int},
  male_max {int},
  with_adult {bool} not null,
  features text not null,
  confirmed_at {int} not null,
  unique (home, name)
) {strict};

-- Somebody holds a place or lives in it. `need` is ages and sexes in codes; nothing here names anybody.
create table stay (
  id {uuid} primary key,
  number text not null unique,
  home {uuid} not null references home (id),
  state text not null,
  end_code text,
  people {int} not null,
  need {bytes} not null,
  case_id {uuid} references case_file (id),
  referral {uuid} references referral (id),
  held_at {int} not null,
  hold_until {int} not null,
  extended {int} not null,
  arrived_at {int},
  leaves_at {int},
  back_at {int},
  ended_at {int},
  look_after_at {int},
  worker {uuid} references worker (id)
) {strict};
create index stay_state on stay (state, hold_until);
create index stay_ended on stay (ended_at);
create index stay_referral on stay (referral);

-- A bed is free when nobody has it and it is in use: `stay` is the one place where that is written.
create table bed (
  id {uuid} primary key,
  room {uuid} not null references room (id),
  label text not null,
  stay {uuid} references stay (id),
  out_code text,
  out_since {int},
  unique (room, label)
) {strict};
create index bed_stay on bed (stay);

create table stay_step (
  stay {uuid} not null references stay (id),
  n {int} not null,
  at {int} not null,
  worker {uuid},
  act text not null,
  code text not null,
  primary key (stay, n)
) {strict};

create table stay_gate (
  stay {uuid} not null references stay (id),
  gate text not null,
  state text not null,
  code text not null,
  worker {uuid} not null,
  at {int} not null,
  primary key (stay, gate)
) {strict};

-- Who waits for a place, in codes. `linked`: a linked agency referred them.
create table waiting (
  id {uuid} primary key,
  case_id {uuid} references case_file (id),
  referral {uuid} references referral (id),
  need {bytes} not null,
  urgency text not null,
  risk text not null,
  linked {bool} not null,
  since {int} not null,
  worker {uuid} not null references worker (id),
  state text not null,
  end_code text,
  ended_at {int},
  ended_by {uuid}
) {strict};
create index waiting_state on waiting (state, since);
create index waiting_case on waiting (case_id);
create index waiting_referral on waiting (referral);

-- Who asked for a place in vain: how, and how many people. Nobody stands here.
create table turned_away (
  id {uuid} primary key,
  at {int} not null,
  reason text not null,
  linked {bool} not null,
  people {int} not null
) {strict};
create index turned_away_at on turned_away (at);

-- What this agency asked partners: who needs a place, in codes. `case_id` does not leave.
create table place_question (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null references worker (id),
  need {bytes} not null,
  urgency text not null,
  asked_at {int} not null,
  state text not null,
  referral {uuid},
  chosen {bytes}
) {strict};
create index place_question_case on place_question (case_id, asked_at);
create index place_question_state on place_question (state, asked_at);

-- What each partner said: a grade and a time, never a home or a count.
create table place_said (
  question {uuid} not null references place_question (id),
  peer {bytes} not null,
  agreement {uuid} not null,
  state text not null,
  capacity {bytes},
  until_at {int},
  answered_at {int},
  primary key (question, peer)
) {strict};

-- What partners asked, and the stay that holds the place.
create table place_request (
  peer {bytes} not null,
  id {uuid} not null,
  need {bytes} not null,
  urgency text not null,
  asked_at {int} not null,
  state text not null,
  stay {uuid} references stay (id),
  answered_at {int},
  primary key (peer, id)
) {strict};
create index place_request_state on place_request (state, asked_at);
create index place_request_at on place_request (asked_at);
create index place_request_stay on place_request (stay);

-- What was learnt, ours and what partners share. `state` is what readers see (HIDDEN, PUBLISHED, WITHDRAWN), `stage` what is
-- being written or reviewed beside it (empty, DRAFT, SUBMITTED). `body` is the text readers see, `draft` the one being written;
-- both sealed at rest, since a draft may still hold what the guard takes out.
create table knowledge (
  id {uuid} primary key,
  origin {bytes} not null,
  author {uuid},
  state text not null,
  stage text not null,
  kind text not null,
  field text not null,
  language text not null,
  tier text not null,
  number {int} not null,
  adopted {int} not null,
  body {bytes},
  draft {bytes},
  published_at {int},
  updated_at {int} not null
) {strict};
create index knowledge_shelf on knowledge (state, adopted, published_at);
create index knowledge_stage on knowledge (stage, updated_at);

-- The stems of what is published, for the search; the rank is that of the item, so that the best come first without sorting all.
create table knowledge_word (
  word text not null,
  item {uuid} not null references knowledge (id),
  rank {int} not null,
  primary key (word, item)
) {strict};
create index knowledge_word_item on knowledge_word (item);
create index knowledge_word_rank on knowledge_word (word, rank desc, item);

-- One review of one version: by one of ours, or by a partner.
create table knowledge_review (
  n {seq_pk},
  item {uuid} not null references knowledge (id),
  number {int} not null,
  agency {bytes} not null,
  worker {uuid},
  tier text not null,
  body {bytes} not null,
  at {int} not null
) {strict};
create index knowledge_review_item on knowledge_review (item, number);

-- Who uses it, since when, and what came of it.
create table knowledge_adoption (
  item {uuid} not null references knowledge (id),
  agency {bytes} not null,
  body {bytes} not null,
  at {int} not null,
  primary key (item, agency)
) {strict};

-- With whom an item of ours is shared: the record that carries it.
create table knowledge_share (
  item {uuid} not null references knowledge (id),
  peer {bytes} not null,
  record {uuid} not null,
  primary key (item, peer)
) {strict};

-- A room in which people exchange ideas. `origin` is the agency that opened it, `code` what is typed or scanned to join here.
-- `anonymity` (NAMED, ENTITY, ANONYMOUS) is fixed when it opens. `wall` is LIVE, PAUSED or BLANK, since `wall_at`.
create table idea_room (
  id {uuid} primary key,
  origin {bytes} not null,
  code text not null unique,
  title_ar text not null,
  title_en text not null,
  anonymity text not null check (anonymity in ('NAMED', 'ENTITY', 'ANONYMOUS')),
  themes {bool} not null,
  open {bool} not null,
  wall text not null check (wall in ('LIVE', 'PAUSED', 'BLANK')),
  wall_at {int} not null,
  answer_days {int} not null,
  meeting {uuid},
  opened_at {int} not null,
  course {uuid}
) {strict};
create index idea_room_opened on idea_room (opened_at);
create index idea_room_meeting on idea_room (meeting);

-- Somebody in a room: a telephone or an account. `token` is a hash of what their browser holds and of the room. `body` is who they
-- say they are, sealed; in an anonymous room there is nothing but the token.
create table idea_seat (
  id {uuid} primary key,
  room {uuid} not null references idea_room (id),
  token {bytes} not null unique,
  agency {bytes},
  worker {uuid},
  body {bytes},
  joined_at {int} not null
) {strict};
create index idea_seat_room on idea_seat (room, joined_at);

-- An idea, or with `about` a comment on one; `kind` is its theme, or the position of the comment. `key` makes sending it twice once.
-- `state` is WAITING, HELD (the guard found `marks`), SHOWN, REMOVED (for `reason`), WITHDRAWN or MERGED. `body` is what was
-- said and by whom, sealed.
create table idea (
  id {uuid} primary key,
  room {uuid} not null references idea_room (id),
  origin {bytes} not null,
  seat {uuid} references idea_seat (id),
  key {bytes} not null unique,
  source text not null,
  about {uuid} references idea (id),
  kind text not null,
  state text not null,
  marks text not null,
  reason text not null,
  appealed {bool} not null,
  endorsed {int} not null,
  commented {int} not null,
  reported {int} not null,
  body {bytes},
  at {int} not null,
  moved_at {int} not null
) {strict};
create index idea_board on idea (room, state, at);
create index idea_last on idea (room, at);
create index idea_strong on idea (room, state, endorsed desc, at, id);
create index idea_kinds on idea (room, state, about, kind);
create index idea_about on idea (about, state, at);
create index idea_of_seat on idea (seat, at);

-- Who supports an idea: once each.
create table idea_endorsement (
  idea {uuid} not null references idea (id),
  seat {uuid} not null references idea_seat (id),
  at {int} not null,
  primary key (idea, seat)
) {strict};
create index idea_endorsement_seat on idea_endorsement (seat, at);

-- Who thinks that an idea should be looked at again: once each. No number of them hides anything.
create table idea_report (
  idea {uuid} not null references idea (id),
  seat {uuid} not null references idea_seat (id),
  at {int} not null,
  primary key (idea, seat)
) {strict};

-- The official answer to an idea: STUDY, ACCEPTED, DEFERRED or DECLINED, with its reason sealed in `body`. Given again, the later holds.
create table idea_answer (
  idea {uuid} primary key references idea (id),
  code text not null,
  body {bytes} not null,
  at {int} not null
) {strict};

-- What an idea became: an INITIATIVE (its shared record) or a PRACTICE (an item of knowledge).
create table idea_turned (
  idea {uuid} not null references idea (id),
  kind text not null,
  target {uuid} not null,
  at {int} not null,
  primary key (idea, kind, target)
) {strict};
create index idea_turned_target on idea_turned (kind, target);

-- With whom a room is shared. At the agency that opened it: its guests; at a guest: that agency. `told`: they have the room as it is.
create table idea_share (
  room {uuid} not null references idea_room (id),
  peer {bytes} not null,
  told {bool} not null,
  primary key (room, peer)
) {strict};

-- What of a shared room has changed and is not sent yet.
create table idea_due (
  idea {uuid} not null references idea (id),
  peer {bytes} not null,
  room {uuid} not null references idea_room (id),
  at {int} not null,
  primary key (idea, peer)
) {strict};
create index idea_due_room on idea_due (peer, room);

-- How many support an idea at another agency that shares its room, as that agency says. Never added to our own without saying so.
create table idea_support (
  idea {uuid} not null references idea (id),
  agency {bytes} not null,
  n {int} not null,
  primary key (idea, agency)
) {strict};

-- Versions of shared records in force that the noun of their kind has read.
create table shared_read (
  digest {bytes} primary key references shared_version (digest)
) {strict};

-- Meetings of partners, kept by their host. `starts_at` is midnight of the first day in the State; `body` is title and place, sealed.
create table meeting (
  id {uuid} primary key,
  series {uuid} not null,
  kind text not null,
  state text not null,
  starts_at {int} not null,
  days {int} not null,
  body {bytes} not null,
  updated_at {int} not null
) {strict};
create index meeting_start on meeting (starts_at);
create index meeting_series on meeting (series, starts_at);

-- An item belongs to a day of its meeting, from 1.
create table meeting_item (
  id {uuid} primary key,
  meeting {uuid} not null references meeting (id),
  day {int} not null,
  minute {int} not null,
  minutes {int} not null,
  body {bytes} not null
) {strict};
create index meeting_item_of on meeting_item (meeting, day, minute);

create table meeting_seat (
  meeting {uuid} not null references meeting (id),
  party {bytes} not null,
  seats {int} not null,
  primary key (meeting, party)
) {strict};

-- Who is invited: name and office are sealed.
create table meeting_guest (
  id {uuid} primary key,
  meeting {uuid} not null references meeting (id),
  party {bytes} not null,
  badge text not null,
  state text not null,
  body {bytes} not null
) {strict};
create unique index meeting_guest_badge on meeting_guest (meeting, badge);
create index meeting_guest_party on meeting_guest (meeting, party);

-- Once for each invited person and day.
create table meeting_presence (
  guest {uuid} not null references meeting_guest (id),
  day {int} not null,
  at {int} not null,
  how text not null,
  primary key (guest, day)
) {strict};

-- A vote: what is asked, how it is marked, and the key of its tokens, sealed, until the closing. `urn` is the box after it was turned
-- over: every ballot under a hash, sorted by it. It stays null when there were fewer than five.
create table vote (
  id {uuid} primary key,
  code text not null unique,
  title_ar text not null,
  title_en text not null,
  method text not null check (method in ('SUPPORT', 'DOTS', 'SCORE', 'CONSENT', 'RANKED')),
  options {int} not null check (options between 1 and 20),
  dots {int} not null check (dots between 0 and 20),
  quorum {int} not null check (quorum between 0 and 100),
  seed {bytes} not null,
  public {bytes} not null,
  roll {bytes} not null,
  opened_by {uuid} not null,
  opened_at {int} not null,
  closed_at {int},
  urn {bytes},
  check (urn is null or closed_at is not null),
  unique (id, method, dots)
) {strict};

create table vote_choice (
  vote {uuid} not null references vote (id),
  n {int} not null check (n between 1 and 20),
  ar text not null,
  en text not null,
  primary key (vote, n)
) {strict};

-- Who may vote: written when the vote is opened, and never again. `drawn` is 0 not yet, 1 with a telephone, 2 with a paper; there is
-- no time. `asked` is the blinded element, which is uniformly random and belongs to no ballot more than to any other.
create table vote_elector (
  vote {uuid} not null references vote (id),
  n {int} not null,
  name text not null,
  entity text not null,
  slip_hash {bytes} not null,
  slip {bytes},
  drawn {int} not null check (drawn in (0, 1, 2)),
  asked {bytes},
  primary key (vote, n),
  unique (vote, slip_hash),
  check (asked is null or drawn = 1)
) {strict};

-- A ballot: no voter, no time, and a key that is a hash, so that its place tells nothing of when it came. Deleted with the closing.
create table vote_ballot (
  vote {uuid} not null,
  spent {bytes} not null,
  leaf {bytes} not null,
  method text not null,
  dots {int} not null,
  given {int} not null check (given between 0 and dots),
  primary key (vote, spent),
  foreign key (vote, method, dots) references vote (id, method, dots)
) {strict_rowless};

create table vote_mark (
  vote {uuid} not null,
  spent {bytes} not null,
  choice {int} not null,
  mark {int} not null,
  method text not null,
  primary key (vote, spent, choice),
  foreign key (vote, choice) references vote_choice (vote, n),
  foreign key (vote, spent) references vote_ballot (vote, spent),
  check (
    (method = 'SUPPORT' and mark = 1)
    or (method = 'DOTS' and mark between 1 and 20)
    or (method = 'SCORE' and mark between 0 and 5)
    or (method = 'CONSENT' and mark between 1 and 3)
    or (method = 'RANKED' and mark between 1 and 20)
  )
) {strict_rowless};
create unique index vote_mark_place on vote_mark (vote, spent, mark) where method = 'RANKED';

-- What people say of working with a partner: five marks, nobody's, without a time; the key is random. Deleted when the quarter is
-- counted.
create table experience_answer (
  id {bytes} primary key,
  partner {bytes} not null,
  quarter {int} not null,
  occasion text not null check (occasion in ('MEETING', 'INITIATIVE', 'REFERRAL')),
  heard {int} not null check (heard between 1 and 5),
  reliable {int} not null check (reliable between 1 and 5),
  open {int} not null check (open between 1 and 5),
  purpose {int} not null check (purpose between 1 and 5),
  worth {int} not null check (worth between 1 and 5)
) {strict_rowless};
create index experience_answer_quarter on experience_answer (quarter, partner);

-- Who has answered after what, so that nobody does twice; not what.
create table experience_given (
  worker {uuid} not null,
  occasion text not null,
  subject {uuid} not null,
  partner {bytes} not null,
  quarter {int} not null,
  primary key (worker, occasion, subject)
) {strict_rowless};
create index experience_given_quarter on experience_given (partner, quarter);

-- The report of one agency about another for one quarter, the same at both.
create table experience_report (
  author {bytes} not null,
  about {bytes} not null,
  quarter {int} not null,
  body {bytes} not null,
  at {int} not null,
  primary key (author, about, quarter)
) {strict};
-- Courses, ours and those that partners open to us. `body` is the course as it travels; nobody is named in it.
create table training_course (
  id {uuid} primary key,
  origin {bytes} not null,
  state text not null,
  starts_at {int} not null,
  body {bytes} not null,
  updated_at {int} not null
) {strict};
create index training_course_start on training_course (starts_at);

-- Seats of a course that are kept for an agency; at the host the record that opens it, and as of when its node was told.
create table training_seats (
  course {uuid} not null references training_course (id),
  agency {bytes} not null,
  seats {int} not null,
  record {uuid},
  said_at {int} not null,
  primary key (course, agency)
) {strict};

-- Who has asked to come. `name` is the name for the certificate, sealed at rest; `mark` says whose it is to that agency's node
-- alone; `worker` is empty for the people of a partner. `record` and `said`: by which record, and up to which state, the other
-- node was told.
create table training_enrolment (
  id {uuid} primary key,
  course {uuid} not null references training_course (id),
  agency {bytes} not null,
  worker {uuid},
  name {bytes} not null,
  mark {bytes} not null,
  state text not null,
  asked_at {int} not null,
  queued_at {int} not null,
  record {uuid},
  said text not null,
  token text
) {strict};
create index training_enrolment_course on training_enrolment (course, queued_at);
create index training_enrolment_worker on training_enrolment (worker, asked_at);
create index training_enrolment_state on training_enrolment (state, said);

-- What a trainee answers about a course: a number from 1 to 5 that nobody else reads.
create table training_answer (
  enrolment {uuid} not null references training_enrolment (id),
  question text not null,
  score {int} not null,
  at {int} not null,
  primary key (enrolment, question)
) {strict};

-- Versions of our policy guide; the one without a day of approval is being written. The body is the guide as it travels.
create table policy_version (
  number {int} primary key,
  body {bytes} not null,
  from_day {int},
  approved_by {uuid} references worker (id),
  approved_at {int}
) {strict};

-- Who of us has read a version and keeps to it.
create table policy_reading (
  number {int} not null references policy_version (number),
  worker {uuid} not null references worker (id),
  at {int} not null,
  primary key (number, worker)
) {strict};

-- The shared record by which a linked agency acknowledges a version.
create table policy_share (
  number {int} not null references policy_version (number),
  agency {bytes} not null,
  record {uuid} not null,
  primary key (number, agency)
) {strict};

-- A clause set aside for one partner until a day, with the reason and who allowed it.
create table policy_exception (
  id {uuid} primary key,
  clause text not null,
  agency {bytes} not null,
  reason text not null,
  until {int} not null,
  worker {uuid} not null references worker (id),
  at {int} not null
) {strict};
create index policy_exception_of on policy_exception (agency, clause, until);

-- What was found when a clause was last checked for a partnership.
create table policy_check (
  clause text not null,
  agency {bytes} not null,
  finding text not null,
  note text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  primary key (clause, agency)
) {strict};

-- The version in force when something was decided.
create table policy_applied (
  subject text not null,
  act text not null,
  at {int} not null,
  number {int} not null references policy_version (number),
  primary key (subject, act, at)
) {strict};

-- Services that agencies list: ours and those that linked partners publish to us. The columns after `state` are those of the
-- published version, for the finder; `body` is that version with what changes beside it, `draft` what is being written, sealed at rest.
create table service (
  id {uuid} primary key,
  origin {bytes} not null,
  state text not null,
  number {int} not null,
  name text not null,
  pillar text not null,
  need text not null,
  age_min {int} not null,
  age_max {int} not null,
  assured_at {int} not null,
  updated_at {int} not null,
  draft {bytes},
  body {bytes}
) {strict};
create index service_shelf on service (state, name);
create index service_own on service (origin, state, id);

-- Every version that was published: it stays for the referrals that asked for it.
create table service_version (
  service {uuid} not null references service (id),
  number {int} not null,
  published_at {int} not null,
  body {bytes} not null,
  primary key (service, number)
) {strict};

-- The stems of what is published, for the search.
create table service_word (
  word text not null,
  service {uuid} not null references service (id),
  primary key (word, service)
) {strict};
create index service_word_service on service_word (service);

-- Where a confidential service is, sealed. Nothing that is published is made from this table.
create table service_place (
  service {uuid} primary key references service (id),
  body {bytes} not null
) {strict};

-- To whom a service of ours was sent: the record that carries it, and how it stood then.
create table service_share (
  service {uuid} not null references service (id),
  peer {bytes} not null,
  record {uuid} not null,
  sent {int} not null,
  primary key (service, peer)
) {strict};

-- Entries under the four themes; of a threat its rating. `body` is the words, sealed.
create table theme_entry (
  id {uuid} primary key,
  meeting {uuid} references meeting (id),
  theme text not null,
  noted_at {int} not null,
  closed_at {int},
  likelihood {int},
  impact {int},
  review_at {int},
  initiative {uuid},
  body {bytes} not null
) {strict};
create index theme_entry_meeting on theme_entry (meeting, noted_at);
create index theme_entry_noted on theme_entry (noted_at);
create index theme_entry_review on theme_entry (review_at);

-- The register of community needs.
create table need (
  id {uuid} primary key,
  code text not null unique,
  noted_at {int} not null,
  body {bytes} not null
) {strict};

create table theme_need (
  entry {uuid} not null references theme_entry (id),
  need {uuid} not null references need (id),
  primary key (entry, need)
) {strict};
create index theme_need_need on theme_need (need);

-- Minutes, ours and those that hosts send us to sign. `record` is the shared record that parties with a node sign.
create table minutes (
  meeting {uuid} primary key,
  series {uuid} not null,
  host {bytes} not null,
  state text not null,
  starts_at {int} not null,
  record {uuid},
  circulated_at {int},
  body {bytes} not null
) {strict};
create index minutes_series on minutes (series, starts_at);
create index minutes_state on minutes (state, circulated_at);

create table minutes_point (
  meeting {uuid} not null references minutes (meeting),
  number {int} not null,
  kind text not null,
  owner {bytes} not null,
  worker {uuid},
  due_at {int},
  review_at {int},
  ended text,
  ended_at {int},
  entry {uuid},
  body {bytes} not null,
  primary key (meeting, number)
) {strict};
create index minutes_point_due on minutes_point (ended, due_at);
create index minutes_point_entry on minutes_point (entry);

-- What a party without a node said of minutes, as it was written down.
create table minutes_word (
  meeting {uuid} not null references minutes (meeting),
  party {bytes} not null,
  word text not null,
  at {int} not null,
  worker {uuid},
  body {bytes} not null,
  primary key (meeting, party)
) {strict};

create table minutes_erratum (
  id {uuid} primary key,
  meeting {uuid} not null references minutes (meeting),
  at {int} not null,
  worker {uuid} not null,
  body {bytes} not null
) {strict};
create index minutes_erratum_of on minutes_erratum (meeting, at);

-- The way of a case from protection to independence: each stage as it was entered, in codes.
create table pathway_step (
  case_id {uuid} not null references case_file (id),
  n {int} not null,
  stage text not null,
  reason text not null,
  day {int} not null,
  at {int} not null,
  worker {uuid} not null,
  primary key (case_id, n)
) {strict};

-- The care plan of a case and its approval. What it says is sealed under the key of the case.
create table care_plan (
  case_id {uuid} primary key references case_file (id),
  version {int} not null,
  state text not null,
  asked_by {uuid},
  asked_at {int},
  decided_by {uuid},
  decided_at {int},
  note {bytes}
) {strict};
create index care_plan_state on care_plan (state, asked_at);

create table care_goal (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  kind text not null,
  at {int} not null,
  worker {uuid} not null,
  outcome text not null,
  outcome_at {int},
  body {bytes} not null
) {strict};
create index care_goal_case on care_goal (case_id, at, id);

create table care_action (
  id {uuid} primary key,
  goal {uuid} not null references care_goal (id),
  case_id {uuid} not null references case_file (id),
  service text not null,
  owner {uuid} not null,
  due_at {int} not null,
  done_at {int},
  done_by {uuid},
  at {int} not null,
  author {uuid} not null,
  words {bytes} not null
) {strict};
create index care_action_case on care_action (case_id, due_at, id);
create index care_action_owner on care_action (owner, done_at, due_at);

-- What partners and we propose to each other. Everything from `stage` to `became` follows from the moves. `body` is the words without what
-- the guard took out, `typed` what somebody at the portal typed; both sealed. `told`: whether the other node has it.
create table proposal (
  id {uuid} primary key,
  kind text not null,
  proposer {bytes} not null,
  desk {bytes} not null,
  partner {bytes} not null,
  stage text not null,
  proposed_at {int} not null,
  moved_at {int} not null,
  due_at {int},
  owner {uuid},
  became {uuid},
  told text not null,
  body {bytes} not null,
  typed {bytes}
) {strict};
create index proposal_stage on proposal (stage, moved_at);
create index proposal_partner on proposal (partner, proposed_at);
create index proposal_proposer on proposal (proposer, stage);

-- Everything that an agency said about a proposal: who, when, and where it stands then.
create table proposal_move (
  proposal {uuid} not null references proposal (id),
  at {int} not null,
  party {bytes} not null,
  stage text not null,
  worker {uuid},
  owner {uuid},
  due_at {int},
  became {uuid},
  told text not null,
  body {bytes} not null,
  primary key (proposal, at, party)
) {strict};

-- From what something came: ideas, points of minutes, entries under themes, proposals, initiatives. The number is that of a point of minutes; of
-- everything else 0.
create table lineage (
  source text not null,
  source_id {uuid} not null,
  source_n {int} not null,
  target text not null,
  target_id {uuid} not null,
  target_n {int} not null,
  at {int} not null,
  worker {uuid} not null,
  primary key (source, source_id, source_n, target, target_id, target_n)
) {strict};
create index lineage_target on lineage (target, target_id, target_n);

-- What changed in a service of ours, and which measure of which initiative shows it. What caused it is a line of lineage.
create table improvement (
  id {uuid} primary key,
  listing {uuid} not null references service (id),
  number {int} not null,
  changed_at {int} not null,
  initiative {uuid},
  measure {int},
  body {bytes} not null
) {strict};
create index improvement_listing on improvement (listing, changed_at);

-- Studies. `until` is when an approval runs out; `approval` is the word of the ethics committee.
create table study (
  id {uuid} primary key,
  state text not null,
  proposer {uuid} not null,
  researcher {uuid} not null,
  asked_at {int} not null,
  until {int} not null,
  result {uuid},
  body {bytes} not null,
  approval {bytes}
) {strict};
create index study_asked on study (asked_at, id);

-- What was counted of the cases of a quarter that is over, once and for all, sealed: it has kinds of a single case in it.
create table counted_quarter (
  quarter {int} primary key,
  at {int} not null,
  body {bytes} not null
) {strict};

-- Every table that was given out, for a study or (without one) for everybody. None is ever deleted: what was given is known.
create table given_table (
  id {uuid} primary key,
  study {uuid} references study (id),
  worker {uuid} not null,
  at {int} not null,
  body {bytes} not null
) {strict};
create index given_table_at on given_table (at, id);

-- Who keeps the contact of a partnership, at our side or at theirs, from a day until a day. Name and office are sealed. Nobody wrote
-- down (worker) what the other node has told; told: the other node knows what this row says.
create table focal_point (
  id {uuid} primary key,
  agency {bytes} not null,
  ours {bool} not null,
  deputy {bool} not null,
  from_day {int} not null,
  until_day {int},
  worker {uuid},
  at {int} not null,
  told {bool} not null,
  body {bytes} not null,
  agreement {uuid}
) {strict};
create index focal_point_agency on focal_point (agency, from_day);

-- Closures of a case: asked for, returned, approved; and why it was opened again. The words are sealed under the key of the case.
create table case_closure (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  reason text not null,
  stage text not null,
  state text not null,
  asked_by {uuid} not null,
  asked_at {int} not null,
  decided_by {uuid},
  decided_at {int},
  quarter {int} not null,
  reopen_reason text not null,
  reopened_at {int},
  reopened_by {uuid},
  paper {bool} not null,
  words {bytes} not null,
  note {bytes}
) {strict};
create index case_closure_case on case_closure (case_id, asked_at);
create index case_closure_state on case_closure (state, quarter);

-- Days on which somebody asks, after the closure, how the person is.
create table case_check (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  due_at {int} not null,
  outcome text not null,
  done_at {int},
  worker {uuid}
) {strict};
create index case_check_case on case_check (case_id, due_at);
create index case_check_due on case_check (outcome, due_at);

-- Codes on paper with which people say how they were treated, and what they said. Nothing joins the two, or either to a case.
create table voice_code (
  code {bytes} primary key,
  until {int} not null
) {strict_rowless};

create table voice_answer (
  id {bytes} primary key,
  quarter {int} not null,
  respect {int} not null check (respect between 1 and 5),
  heard {int} not null check (heard between 1 and 5),
  clear {int} not null check (clear between 1 and 5),
  helped {int} not null check (helped between 1 and 5)
) {strict_rowless};
create index voice_answer_quarter on voice_answer (quarter);

-- Times of referrals that run: when each runs out, when the second level is told, how far up it was told, and when next.
create table referral_deadline (
  referral {uuid} not null references referral (id),
  deadline text not null,
  due {int} not null,
  second {int} not null,
  level {int} not null,
  next {int},
  primary key (referral, deadline)
) {strict};
create index referral_deadline_next on referral_deadline (next);
create index referral_deadline_kind on referral_deadline (deadline, due);
create index referral_deadline_level on referral_deadline (level);

-- Who was told that a time had run out.
create table referral_told (
  referral {uuid} not null references referral (id),
  deadline text not null,
  level {int} not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  primary key (referral, deadline, level, worker)
) {strict};
create index referral_told_worker on referral_told (worker);

-- Whom the desk wants told, by level: for one agreement, or (nil) for all that name nobody.
create table escalation_contact (
  agreement {uuid} not null,
  level {int} not null,
  worker {uuid} not null references worker (id),
  primary key (agreement, level, worker)
) {strict};

-- Clocks that the law starts with a case: `nth` of their kind, and of an order how often it was extended before (`turn`). The number of an
-- order, or of what was done, is sealed under the case's key.
create table case_clock (
  case_id {uuid} not null references case_file (id),
  kind text not null,
  nth {int} not null,
  turn {int} not null,
  began_at {int} not null,
  due {int} not null,
  done_at {int},
  code text,
  number {bytes},
  worker {uuid} not null,
  primary key (case_id, kind, nth)
) {strict};
create index case_clock_due on case_clock (done_at, due);

-- Glass that was broken: who opened a case that is kept from them, why, until when, and what the review found.
create table broken_glass (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null references worker (id),
  state text not null,
  reason text not null,
  at {int} not null,
  until_at {int} not null,
  excluded {bool} not null,
  reviewer {uuid},
  reviewed_at {int},
  finding text,
  body {bytes} not null
) {strict};
create index broken_glass_case on broken_glass (case_id, at);
create index broken_glass_worker on broken_glass (worker, at);
create index broken_glass_open on broken_glass (state, until_at);
create index broken_glass_finding on broken_glass (finding, at);

-- The course of a partnership: who owns it, and each step with its day, who took it and its evidence, sealed.
create table partnership (
  agency {bytes} primary key,
  owner {uuid} not null references worker (id)
) {strict};

create table partnership_step (
  agency {bytes} not null,
  number {int} not null,
  id {uuid} not null unique,
  stage text not null,
  on_day {int} not null,
  at {int} not null,
  worker {uuid} not null references worker (id),
  evidence {bytes} not null,
  primary key (agency, number)
) {strict};

-- How an agreement was signed by hand; `body` is place and signatories, sealed. The scanned paper stands in pieces, sealed; `hash` is
-- SHA-256 of it as it was taken in.
create table signing (
  agreement {uuid} primary key references agreement (id),
  on_day {int} not null,
  at {int} not null,
  worker {uuid} not null references worker (id),
  body {bytes} not null,
  hash {bytes} not null,
  media text not null,
  bytes {int} not null
) {strict};

create table signing_scan (
  agreement {uuid} not null references signing (agreement),
  nth {int} not null,
  body {bytes} not null,
  primary key (agreement, nth)
) {strict};

-- Cooperation from before this software, signed by nobody here. `body` is its title and source, sealed; equal lines have equal marks.
create table historic (
  id {uuid} primary key,
  agency {bytes} not null,
  kind text not null,
  from_day {int} not null,
  until_day {int} not null,
  count {int},
  at {int} not null,
  worker {uuid} not null references worker (id),
  body {bytes} not null,
  mark {bytes} not null unique
) {strict};

-- Community projects: for whom, with whom and where stand in their parts; people are counted and never named.
create table project (
  id {uuid} primary key,
  initiative {uuid},
  starts_at {int} not null,
  ends_at {int} not null,
  body {bytes} not null
) {strict};

create table project_part (
  project {uuid} not null references project (id),
  kind text not null,
  code text not null,
  primary key (project, kind, code)
) {strict};

create table project_count (
  project {uuid} not null references project (id),
  partner {bytes} not null,
  grp text not null,
  place text not null,
  quarter {int} not null,
  people {int} not null,
  at {int} not null,
  worker {uuid} not null,
  primary key (project, partner, grp, place, quarter)
) {strict};

-- What is said to the press: words and figures, sealed; who wrote it, and who else approved it.
create table press_extract (
  id {uuid} primary key,
  state text not null,
  author {uuid} not null,
  approver {uuid},
  at {int} not null,
  approved_at {int},
  body {bytes} not null
) {strict};

-- Our own answer to an evaluation, sealed until both parties have answered or the day has passed.
create table evaluation_sheet (
  call {uuid} primary key,
  body {bytes} not null,
  at {int} not null,
  worker {uuid}
) {strict};

-- What one person marked in an evaluation, without who, until our answer is sealed.
create table evaluation_marks (
  id {bytes} primary key,
  call {uuid} not null,
  marks {bytes} not null
) {strict_rowless};
create index evaluation_marks_call on evaluation_marks (call);

-- Who has marked, so that nobody does twice; not what.
create table evaluation_given (
  call {uuid} not null,
  worker {uuid} not null,
  primary key (call, worker)
) {strict_rowless};

-- By what a unit of this agency is measured in a year: the target and who answers for it. The figure is counted from the log.
create table unit_gauge (
  id {uuid} primary key,
  unit_ar text not null,
  unit_en text not null,
  gauge text not null,
  target {int} not null,
  owner_ar text not null,
  owner_en text not null,
  year {int} not null,
  partner {bytes},
  agreement {uuid},
  worker {uuid} not null,
  at {int} not null
) {strict};
create index unit_gauge_year on unit_gauge (year, unit_ar);

-- What a program of a partner may read here, and until when. The token itself is kept nowhere, only its hash; its account bears the same identifier.
create table api_token (
  id {uuid} primary key references worker (id),
  partner {bytes} not null,
  label text not null,
  digest {bytes} not null unique,
  scopes text not null,
  made_by {uuid} not null references worker (id),
  made_at {int} not null,
  expires_at {int} not null,
  revoked_at {int},
  used_at {int},
  confirmed_by {uuid} references worker (id),
  confirmed_at {int}
) {strict};

-- Every call with a token: when, which list, and how it ended.
create table api_use (
  id {uuid} primary key,
  token {uuid} not null references api_token (id),
  at {int} not null,
  what text not null,
  verdict text not null
) {strict};
create index api_use_token on api_use (token, at);

-- A partner's program that is told what changes: its address, the sealed secret with which calls are signed, and how far the journal was read for it.
create table webhook (
  id {uuid} primary key,
  partner {bytes} not null,
  label text not null,
  address text not null,
  subjects text not null,
  secret {bytes} not null,
  made_by {uuid} not null references worker (id),
  made_at {int} not null,
  ended_at {int},
  log {int} not null,
  position {int} not null,
  failures {int} not null default 0
) {strict};

-- What it is told: a kind and an identifier, never a person; and what came of the calls.
create table webhook_message (
  id {uuid} primary key,
  webhook {uuid} not null references webhook (id),
  kind text not null,
  subject text not null,
  at {int} not null,
  state text not null,
  attempts {int} not null,
  next_at {int} not null,
  error text,
  done_at {int}
) {strict};
create index webhook_message_of on webhook_message (webhook, at);
create index webhook_message_due on webhook_message (next_at) where state = 'WAITING';
create index webhook_message_given_up on webhook_message (webhook) where state = 'GIVEN_UP';

-- Ideas of a room that somebody has put together under a name; an idea is in one of them at most. Without a worker it was made at the
-- agency that opened the room.
create table idea_cluster (
  id {uuid} primary key,
  room {uuid} not null references idea_room (id),
  name text not null,
  worker {uuid},
  at {int} not null
) {strict};
create index idea_cluster_room on idea_cluster (room, at);
create table idea_in_cluster (
  idea {uuid} primary key references idea (id),
  cluster {uuid} not null references idea_cluster (id)
) {strict};
create index idea_in_cluster_cluster on idea_in_cluster (cluster);

-- An idea that is to come of several, when all who had them agree: `state` is ASKED, DONE or REFUSED, `body` its words, sealed for the idea
-- that it becomes. Nothing is counted here: every idea keeps its own.
create table idea_merger (
  id {uuid} primary key,
  room {uuid} not null references idea_room (id),
  kind text not null,
  state text not null check (state in ('ASKED', 'DONE', 'REFUSED')),
  body {bytes} not null,
  worker {uuid} not null,
  at {int} not null
) {strict};
create index idea_merger_room on idea_merger (room, state);
create table idea_parent (
  merger {uuid} not null references idea_merger (id),
  idea {uuid} not null references idea (id),
  agreed {bool} not null,
  primary key (merger, idea)
) {strict};
create index idea_parent_idea on idea_parent (idea);

-- What a presenter asks everybody in a room. `item`: of the programme of a meeting. `shown`: the projector shows it.
create table poll (
  id {uuid} primary key,
  room {uuid} not null references idea_room (id),
  item {uuid},
  kind text not null check (kind in ('SINGLE', 'SEVERAL', 'SCALE', 'WORDS')),
  ar text not null,
  en text not null,
  shown {bool} not null,
  worker {uuid} not null,
  opened_at {int} not null,
  closed_at {int}
) {strict};
create index poll_room on poll (room, opened_at);
create table poll_option (
  poll {uuid} not null references poll (id),
  n {int} not null,
  ar text not null,
  en text not null,
  primary key (poll, n)
) {strict_rowless};

-- An answer lies under a hash of the poll and of what the browser holds, without seat and without time. `body`: an answer in words, sealed;
-- `state` WAITING, HELD, SHOWN or REMOVED.
create table poll_answer (
  poll {uuid} not null references poll (id),
  mark {bytes} not null,
  state text not null check (state in ('WAITING', 'HELD', 'SHOWN', 'REMOVED')),
  body {bytes},
  primary key (poll, mark)
) {strict_rowless};
create table poll_choice (
  poll {uuid} not null,
  mark {bytes} not null,
  n {int} not null check (n between 1 and 8),
  primary key (poll, mark, n)
) {strict_rowless};

-- The file of a partner, with a node or without: dated entries that are ended and never changed. `code` is what its kind says;
-- `until_day` the first day on which it holds no more, or its next review; `weight` of a risk likelihood times impact. Words are sealed.
create table partner_entry (
  id {uuid} primary key,
  agency {bytes} not null,
  kind text not null,
  code text not null,
  from_day {int} not null,
  until_day {int},
  ended_day {int},
  weight {int},
  worker {uuid} not null,
  at {int} not null,
  body {bytes} not null
) {strict};
create index partner_entry_agency on partner_entry (agency, kind, from_day);

-- What this node has added to the register of legal instruments that comes with the program.
create table legal_instrument (
  code text primary key,
  kind text not null,
  scope text not null,
  number {int},
  year {int},
  title_ar text not null,
  title_en text not null,
  starts_at {int} not null,
  worker {uuid} not null,
  at {int} not null
) {strict};

create table legal_article (
  instrument text not null,
  number text not null,
  gist_ar text not null,
  gist_en text not null,
  worker {uuid} not null,
  at {int} not null,
  primary key (instrument, number)
) {strict};

-- A later instrument amends an earlier one, or takes its place.
create table legal_change (
  earlier text not null,
  later text not null,
  kind text not null,
  from_at {int} not null,
  worker {uuid} not null,
  at {int} not null,
  primary key (earlier, later)
) {strict};

-- A further basis of a rule.
create table rule_ground (
  rule text not null,
  instrument text not null,
  article text not null,
  worker {uuid} not null,
  at {int} not null,
  primary key (rule, instrument, article)
) {strict};

-- Licences that this agency gives as a regulator. Where one stands is folded from its steps.
create table licence (
  id {uuid} primary key,
  number text not null unique,
  family text not null,
  holder {bytes} not null,
  activities text not null,
  made_at {int} not null,
  body {bytes} not null
) {strict};
create index licence_holder on licence (holder, made_at);

create table licence_step (
  licence {uuid} not null references licence (id),
  nr {int} not null,
  act text not null,
  at {int} not null,
  worker {uuid} not null,
  note {bytes} not null,
  primary key (licence, nr)
) {strict};

create table licence_fee (
  licence {uuid} not null references licence (id),
  code text not null,
  dirhams {int} not null,
  receipt text not null,
  at {int} not null,
  worker {uuid} not null,
  primary key (licence, at, code)
) {strict};

-- What another authority said when it was asked whether it objects.
create table licence_answer (
  licence {uuid} not null references licence (id),
  authority text not null,
  objects {bool} not null,
  number text not null,
  at {int} not null,
  worker {uuid} not null,
  primary key (licence, authority)
) {strict};

create table inspection (
  id {uuid} primary key,
  licence {uuid} not null references licence (id),
  kind text not null,
  due_at {int} not null,
  planner {uuid} not null,
  inspector {uuid},
  done_at {int},
  passed {bool},
  grade text,
  body {bytes}
) {strict};
create index inspection_licence on inspection (licence, due_at);
create index inspection_due on inspection (due_at);

create table licence_measure (
  id {uuid} primary key,
  licence {uuid} not null references licence (id),
  violation text not null,
  rung text not null,
  dirhams {int} not null,
  at {int} not null,
  worker {uuid} not null,
  lifted_at {int},
  body {bytes} not null
) {strict};
create index licence_measure_licence on licence_measure (licence, at);

create table licence_grievance (
  id {uuid} primary key,
  licence {uuid} not null references licence (id),
  measure {uuid},
  filed_at {int} not null,
  due_at {int} not null,
  filer {uuid} not null,
  body {bytes} not null,
  reviewer {uuid},
  decided_at {int},
  upheld {bool},
  answer {bytes}
) {strict};
create index licence_grievance_licence on licence_grievance (licence, filed_at);

-- A provider is sent people although its licence does not hold: who, why, until when, and who looked at it.
create table licence_override (
  id {uuid} primary key,
  holder {bytes} not null,
  reason text not null,
  body {bytes} not null,
  worker {uuid} not null,
  at {int} not null,
  until_at {int} not null,
  reviewer {uuid},
  reviewed_at {int},
  finding text,
  review {bytes}
) {strict};
create index licence_override_holder on licence_override (holder, until_at);

-- Letters that leave by e-mail. The same to the same person about the same state of a record goes out once. `body` is the letter,
-- sealed; it is emptied when the mail server has taken it.
create table mail_letter (
  id {uuid} primary key,
  kind text not null,
  about {uuid} not null,
  subject {uuid} not null,
  version {int} not null,
  state text not null,
  tries {int} not null,
  next_at {int} not null,
  at {int} not null,
  said text not null,
  body {bytes} not null
) {strict};
create unique index mail_letter_once on mail_letter (kind, subject, version);
create index mail_letter_due on mail_letter (state, next_at);
create index mail_letter_about on mail_letter (about, at);

-- Who wants to be told once a day that something waits, at which address (sealed), and when it is looked again.
create table mail_wish (
  worker {uuid} primary key references worker (id),
  look_at {int} not null,
  body {bytes} not null
) {strict};
create index mail_wish_look on mail_wish (look_at);

-- Cases whose person has taken back the permission under which they came: nobody reads them. Kept on a ground of our own, the row
-- goes; erased, the case has no key any more.
create table case_withheld (
  case_id {uuid} primary key references case_file (id),
  at {int} not null,
  erased_at {int}
) {strict};

-- Instruments of assessment: files that were loaded, approved by another and used; a version is never changed.
create table instrument (
  id {uuid} primary key,
  code text not null,
  version {int} not null,
  title_ar text not null,
  title_en text not null,
  digest {bytes} not null unique,
  state text not null,
  body {bytes} not null,
  loaded_by {uuid},
  loaded_at {int} not null,
  decided_by {uuid},
  unique (code, version)
) {strict};

-- What was filled with an instrument in a case, sealed under the key of the case. `scored` follows from the answers, `level` stands.
create table assessment (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  instrument {uuid} not null references instrument (id),
  scored text not null,
  level text not null,
  at {int} not null,
  again_at {int},
  worker {uuid} not null,
  lowered_by {uuid},
  body {bytes} not null
) {strict};
create index assessment_case on assessment (case_id, at);
create index assessment_again on assessment (again_at);

-- What one shift of a home tells the next: points that are open until somebody says they are done, and handovers that the next
-- shift acknowledges. What was written is sealed.
create table shift_point (
  id {uuid} primary key,
  home {uuid} not null references home (id),
  kind text not null,
  stay {uuid} references stay (id),
  worker {uuid} not null,
  at {int} not null,
  done_at {int},
  done_by {uuid},
  body {bytes} not null
) {strict};
create index shift_point_open on shift_point (home, at) where done_at is null;

create table shift_handover (
  id {uuid} primary key,
  home {uuid} not null references home (id),
  worker {uuid} not null references worker (id),
  at {int} not null,
  points {int} not null,
  acknowledged_by {uuid},
  acknowledged_at {int},
  body {bytes} not null
) {strict};
create index shift_handover_home on shift_handover (home, at);
create index shift_handover_waiting on shift_handover (at) where acknowledged_at is null;

-- The texts of an agreement that are not the one in its row: `state` is PROPOSED or OFFERED of an amendment that waits, REPLACED of
-- what both had signed before, PAST of what was answered by another text.
create table agreement_text (
  agreement {uuid} not null references agreement (id),
  digest {bytes} not null,
  state text not null,
  body {bytes} not null,
  own_signature {bytes},
  peer_signature {bytes},
  at {int} not null,
  primary key (agreement, digest)
) {strict};
create index agreement_text_digest on agreement_text (digest);

-- What people need to learn; it is on the list until it is met.
create table training_need (
  id {uuid} primary key,
  field text not null,
  source text not null,
  ar text not null,
  en text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  met_at {int}
) {strict};

-- Abstracts for conferences: SENT, PLACED or DECLINED.
create table training_abstract (
  id {uuid} primary key,
  course {uuid} not null references training_course (id),
  worker {uuid} not null references worker (id),
  state text not null,
  body {bytes} not null,
  at {int} not null
) {strict};
create index training_abstract_course on training_abstract (course, at);

-- Who leads a theme of a meeting: its facilitator and its reporter, with the summary that the reporter wrote. `reporter`: of ours, who may
-- write it with an account of their own. `body` is the names and the words, sealed.
create table theme_lead (
  id {uuid} primary key,
  meeting {uuid} not null references meeting (id),
  theme text not null,
  reporter {uuid} references worker (id),
  updated_at {int} not null,
  body {bytes} not null,
  unique (meeting, theme)
) {strict};
-- What somebody who kept the contact left to whoever comes after, sealed, and who has read it.
create table focal_handover (
  id {uuid} primary key,
  point {uuid} not null,
  agency {bytes} not null,
  worker {uuid} not null,
  at {int} not null,
  reader {uuid},
  read_at {int},
  body {bytes} not null
) {strict};
create index focal_handover_agency on focal_handover (agency, at);

-- Classes of partners that this node has added, and those of the program that it gives to nobody any more.
create table partner_class (
  code text primary key,
  name_ar text not null,
  name_en text not null,
  at {int} not null,
  retired_at {int}
) {strict};

-- What two agencies hold against how their partnership works: a row for each move of either. Where one stands is folded from them.
create table difference_move (
  difference {uuid} not null,
  at {int} not null,
  party {bytes} not null,
  partner {bytes} not null,
  act text not null,
  topic text not null,
  worker {uuid},
  told text not null,
  body {bytes} not null,
  primary key (difference, at, party)
) {strict};
create index difference_move_partner on difference_move (partner, at);
-- What the report of the imprint counts of people in a quarter, sealed: counted once.
create table imprint_quarter (
  quarter {int} primary key,
  at {int} not null,
  body {bytes} not null
) {strict};

-- Complaints about what is licensed. Who complained stands sealed and apart; `code` is the hash of what opens the answer to them.
create table licence_complaint (
  id {uuid} primary key,
  licence {uuid} not null references licence (id),
  number text not null unique,
  relation text not null,
  code {bytes} not null,
  body {bytes} not null,
  who {bytes},
  at {int} not null,
  due_at {int} not null,
  worker {uuid} references worker (id),
  taken_at {int},
  inspection {uuid} references inspection (id),
  outcome text,
  answer {bytes},
  answered_at {int}
) {strict};
create index licence_complaint_licence on licence_complaint (licence, at);
create index licence_complaint_open on licence_complaint (due_at) where answered_at is null;
-- Papers beside an agreement, sealed in pieces: of the approval of an authority, of an approved signature.
create table agreement_paper (
  id {uuid} primary key,
  agreement {uuid} not null references agreement (id),
  hash {bytes} not null,
  media text not null,
  bytes {int} not null,
  at {int} not null,
  worker {uuid} not null references worker (id)
) {strict};
create index agreement_paper_agreement on agreement_paper (agreement, at);

create table agreement_paper_part (
  paper {uuid} not null references agreement_paper (id),
  nth {int} not null,
  body {bytes} not null,
  primary key (paper, nth)
) {strict};

-- An authority has approved a text, which our agency may sign then. `body` is who approved and the reference, sealed.
create table agreement_approval (
  agreement {uuid} not null references agreement (id),
  digest {bytes} not null,
  place {int} not null,
  on_day {int} not null,
  body {bytes} not null,
  paper {uuid} not null references agreement_paper (id),
  primary key (agreement, digest, place)
) {strict};

-- A file with an approved signature of a party, and what our node has found in it.
create table agreement_esign (
  paper {uuid} primary key references agreement_paper (id),
  digest {bytes} not null,
  party {bytes} not null,
  found text not null
) {strict};

-- What was written beside an entry of a referral: a question, an answer, an appeal. Sealed under a key of its own.
create table referral_words (
  id {uuid} not null,
  referral {uuid} not null references referral (id),
  author {bytes} not null,
  n {int} not null,
  key {bytes} not null,
  words {bytes} not null,
  primary key (referral, author, n)
) {strict};

-- What people here have to do about a referral beside deciding it, as it follows from its entries: ANSWER, REVIEW, REFRESH, GROUND
-- or REOPEN.
create table referral_owed (
  referral {uuid} primary key references referral (id),
  owed text not null,
  since {int} not null,
  due {int} not null,
  late {int} not null
) {strict};
create index referral_owed_due on referral_owed (due);

-- What a second person looks at here before it leaves: DECLINE.
create table second_look (
  what text primary key
) {strict};
-- Devices that keep intake without a network. `key` is the wrapped secret to which they seal; it is deleted when a device is ended.
create table lockbox_device (
  id {uuid} primary key,
  worker {uuid} not null references worker (id),
  at {int} not null,
  ended_at {int},
  key {bytes}
) {strict};
create index lockbox_device_worker on lockbox_device (worker, at);

-- What such a device handed over: TAKEN, with the draft that it became, or why it was refused. Nothing of what was in it.
create table lockbox_box (
  id {uuid} primary key,
  device {uuid} not null references lockbox_device (id),
  state text not null,
  digest {bytes} not null,
  draft {uuid},
  typed_at {int} not null,
  at {int} not null,
  again {int} not null
) {strict};
create index lockbox_box_device on lockbox_box (device, at);

-- Teams: who works in which, who leads it, and who reads what it works on. Whoever leads reads.
create table team (
  id {uuid} primary key,
  name_ar text not null,
  name_en text not null,
  at {int} not null,
  ended_at {int}
) {strict};

create table team_member (
  team {uuid} not null references team (id),
  worker {uuid} not null references worker (id),
  leads {bool} not null,
  reads {bool} not null,
  at {int} not null,
  primary key (team, worker)
) {strict};
create index team_member_worker on team_member (worker, team);

-- What a worker narrows a list to, under a sealed name; one of each list may open first.
create table saved_filter (
  id {uuid} primary key,
  worker {uuid} not null references worker (id),
  list text not null,
  name {bytes} not null,
  query text not null,
  is_first {bool} not null,
  is_shared {bool} not null,
  at {int} not null
) {strict};
create index saved_filter_worker on saved_filter (worker, list, at);
-- Contacts that are no case. `key` and `body` are empty where nothing is kept of what was told; `finding` is empty or UNFOUNDED.
create table contact (
  id {uuid} primary key,
  worker {uuid} not null references worker (id),
  at {int} not null,
  kind text not null,
  channel text not null,
  service text not null,
  area text not null,
  advice text not null,
  pointed text not null,
  partner {bytes},
  people {int},
  amount {int},
  finding text not null,
  until {int} not null,
  key {bytes} not null,
  body {bytes} not null
) {strict};
create index contact_worker on contact (worker, at);
create index contact_until on contact (until);

-- How many there were; it outlives them.
create table contact_count (
  quarter {int} not null,
  kind text not null,
  channel text not null,
  total {int} not null,
  intakes {int} not null,
  primary key (quarter, kind, channel)
) {strict};

-- Reports that the law wants: DUE, MADE, NOT_MADE or CONFIRMED. `code` is to whom, or why not.
create table mandatory_report (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  kind text not null,
  began_at {int} not null,
  due {int} not null,
  state text not null,
  done_at {int},
  code text not null,
  worker {uuid},
  decided_by {uuid},
  body {bytes},
  -- Whether its case is open, as in case_member.
  is_open {bool} not null,
  unique (case_id, kind)
) {strict};
create index mandatory_report_unconfirmed on mandatory_report (done_at) where state = 'NOT_MADE';

-- Who is said to have done it, as a code: what decides which report is due.
create table mandatory_fact (
  case_id {uuid} primary key references case_file (id),
  context text not null,
  at {int} not null,
  worker {uuid} not null
) {strict_rowless};

-- Who reported, apart from the case and under a key of its own.
create table sealed_reporter (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null references worker (id),
  at {int} not null,
  opened {int} not null,
  key {bytes} not null,
  body {bytes} not null
) {strict};
create index sealed_reporter_case on sealed_reporter (case_id, at);

-- Notes on a case, one row for each version. Rows are only added.
create table case_note (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  thread {uuid} not null,
  version {int} not null,
  sensitivity text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  body {bytes} not null,
  unique (thread, version)
) {strict};
create index case_note_case on case_note (case_id, thread);

-- Documents of a case, one row for each version. Rows are only added.
create table case_document (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  thread {uuid} not null,
  version {int} not null,
  sort text not null,
  sensitivity text not null,
  media text not null,
  size {int} not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  body {bytes} not null,
  content {bytes} not null,
  unique (thread, version)
) {strict};
create index case_document_case on case_document (case_id, thread);

-- The secret address of a worker's calendar: its hash.
create table diary (
  worker {uuid} primary key references worker (id),
  secret {bytes} not null unique,
  at {int} not null
) {strict_rowless};

-- How two people of a case belong together, other than to the person concerned.
create table kinship (
  case_id {uuid} not null references case_file (id),
  one {uuid} not null,
  other {uuid} not null,
  relation text not null,
  worker {uuid} not null,
  at {int} not null,
  primary key (case_id, one, other)
) {strict_rowless};

-- Who is said to have done harm. Nothing but the page of the case reads it.
create table alleged (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null references worker (id),
  at {int} not null,
  ended_at {int},
  body {bytes} not null
) {strict};
create index alleged_case on alleged (case_id, at);

-- Ideas whose words the report of a meeting may quote, as whoever said them allows; what is taken back is gone from here.
create table idea_quotable (
  idea {uuid} primary key references idea (id),
  at {int} not null
) {strict};
-- Flags of a case: why somebody should look, and what came of it. Rows are never deleted.
create table case_flag (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  reason text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  resolved_at {int},
  resolved_by {uuid},
  body {bytes} not null,
  note {bytes}
) {strict};
create index case_flag_case on case_flag (case_id, at);
create index case_flag_open on case_flag (at) where resolved_at is null;

-- What of the notices somebody has read: the hash of where a notice leads, of what waits now alone.
create table notice_read (
  worker {uuid} not null references worker (id),
  mark {bytes} not null,
  at {int} not null,
  primary key (worker, mark)
) {strict_rowless};

-- Hours of the day in which nothing rings for somebody.
create table notice_quiet (
  worker {uuid} primary key references worker (id),
  from_hour {int} not null,
  until_hour {int} not null
) {strict_rowless};
-- What must be reported next, anywhere.
create index mandatory_report_due on mandatory_report (due, case_id, kind) where state = 'DUE' and is_open;

-- Agencies that are told nothing of a case.
create table case_barred_agency (
  case_id {uuid} not null references case_file (id),
  agency {bytes} not null,
  reason text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  primary key (case_id, agency)
) {strict_rowless};

-- The true name of somebody who is known under a code name, for exactly two readers, under a key of its own.
create table sealed_identity (
  case_id {uuid} primary key references case_file (id),
  worker {uuid} not null references worker (id),
  at {int} not null,
  one {uuid} not null references worker (id),
  other {uuid} not null references worker (id),
  opened {int} not null,
  key {bytes} not null,
  body {bytes} not null
) {strict};

-- The scan of an agreement from before this software, sealed in pieces.
create table historic_paper (
  historic {uuid} primary key references historic (id),
  hash {bytes} not null,
  media text not null,
  bytes {int} not null,
  at {int} not null,
  worker {uuid} not null references worker (id)
) {strict};
create table historic_paper_part (
  historic {uuid} not null references historic_paper (historic),
  nth {int} not null,
  body {bytes} not null,
  primary key (historic, nth)
) {strict};
-- What is owed by such an agreement, as somebody here has read it. Nobody there has signed that.
create table historic_duty (
  id {uuid} primary key,
  historic {uuid} not null references historic (id),
  ours {int} not null,
  due_day {int} not null,
  done_at {int},
  at {int} not null,
  worker {uuid} not null references worker (id),
  body {bytes} not null
) {strict};
create index historic_duty_of on historic_duty (historic, due_day);

-- By what a legal entity is known elsewhere: the number of its licence with who issued it, its code in a register of government, and the
-- entity above it. `public`: it stands in the open directory.
create table partner_identity (
  agency {bytes} primary key,
  licence text not null,
  issuer text not null,
  code text not null,
  parent {bytes},
  public {int} not null,
  updated_at {int} not null,
  worker {uuid} not null references worker (id)
) {strict};
create index partner_identity_parent on partner_identity (parent);

-- An instrument of evaluation that this agency has brought in, such as a licensed one, sealed as it came.
create table licensed_instrument (
  id {uuid} primary key,
  at {int} not null,
  worker {uuid} not null references worker (id),
  mark {bytes} not null unique,
  body {bytes} not null
) {strict};
-- One time that people were asked by it: how many were asked, and about which partner.
create table licensed_round (
  id {uuid} primary key,
  instrument {uuid} not null references licensed_instrument (id),
  agency {bytes} not null,
  invited {int} not null,
  opened_at {int} not null,
  closed_at {int},
  worker {uuid} not null references worker (id)
) {strict};
create index licensed_round_of on licensed_round (instrument, opened_at);
-- What one person marked. Nobody is named, and no time is kept.
create table licensed_sheet (
  id {uuid} primary key,
  round {uuid} not null references licensed_round (id),
  body {bytes} not null
) {strict_rowless};
create index licensed_sheet_of on licensed_sheet (round);

-- What an agency tells its partners, ours and theirs, sealed. Past its end it stands on no screen of its readers.
create table announcement (
  id {uuid} primary key,
  origin {bytes} not null,
  worker {uuid},
  class text not null,
  area text not null,
  at {int} not null,
  ends_at {int} not null,
  body {bytes} not null
) {strict};
create index announcement_ends on announcement (ends_at);

-- The entities that are told of an announcement: how, when somebody of the entity first read it, and what the entity answers. Never who.
create table announcement_reader (
  announcement {uuid} not null references announcement (id),
  agency {bytes} not null,
  way text not null,
  record {uuid},
  read_at {int},
  answer {int},
  answered_at {int},
  told text not null,
  primary key (announcement, agency)
) {strict_rowless};

-- Blind checks whether somebody to be feared lives or works where a referral for shelter leads: asked by us or by a partner, or handed
-- on between two others. Codes alone; `due` is until when one is waited for that an offer has announced; `onward` the referral that it
-- is about, where ours was passed on; `secret` is ours, under the key of the case, until the answer has come.
create table danger_check (
  referral {uuid} primary key references referral (id),
  peer {bytes} not null,
  side text not null,
  state text not null,
  at {int} not null,
  due {int},
  onward {uuid},
  settled_at {int},
  worker {uuid},
  secret {bytes}
) {strict};
create index danger_check_onward on danger_check (onward) where onward is not null;
create index danger_check_peer on danger_check (peer, side, at);
create index danger_check_state on danger_check (side, state, at);

-- What one colleague follows instead of who sent it.
create index referral_follower on referral (claimed_by) where direction = 'out' and claimed_by is not null;
-- What was exchanged with one agency, counted without the rows themselves.
create index referral_peer on referral (peer, offered_at, direction, case_id);
-- Times that somebody was told of, for the lists.
create index referral_deadline_raised on referral_deadline (referral, level) where level > 0;

-- Files of the room of a partnership, ours and theirs: the title, sealed. It names nobody and stays when the versions are gone.
create table shared_file (
  id {uuid} primary key,
  agency {bytes} not null,
  ours {int} not null,
  class text not null,
  at {int} not null,
  body {bytes} not null
) {strict};
create index shared_file_agency on shared_file (agency, at);

-- Their versions. Each has a key of its own; without the key nothing of it is left but this line. `opened_at`: first opened at the portal.
create table shared_file_version (
  id {uuid} primary key,
  file {uuid} not null references shared_file (id),
  number {int} not null,
  media text not null,
  size {int} not null,
  hash {bytes} not null,
  at {int} not null,
  ends_at {int} not null,
  state text not null,
  worker {uuid},
  key {bytes},
  opened_at {int},
  unique (file, number)
) {strict};
create index shared_file_version_ends on shared_file_version (ends_at) where key is not null;
create table shared_file_part (
  version {uuid} not null references shared_file_version (id),
  nth {int} not null,
  body {bytes} not null,
  primary key (version, nth)
) {strict};

-- When each account was last signed in to. The time before is not kept.
create table worker_seen (
  worker {uuid} primary key references worker (id),
  at {int} not null
) {strict};

-- In whose care somebody of a case is, from a day on: with whom, never where. The latest day stands.
create table case_care (
  case_id {uuid} not null references case_file (id),
  person {uuid} not null,
  since {int} not null,
  carer text not null,
  worker {uuid} not null,
  at {int} not null,
  primary key (case_id, person, since)
) {strict_rowless};
-- By which referral responsibility for a case is to be handed over, or went: one for each case, so that it is never handed to two.
-- `handed_at`: when it went. The case is only read here from then on; when responsibility comes back, it comes with a case of its own,
-- and `referral` is the one by which it came.
create table case_handover (
  case_id {uuid} primary key references case_file (id),
  referral {uuid} not null,
  handed_at {int}
) {strict};
-- What somebody who works here declared about themselves: family names, employers of the household, where they live. Sealed under the
-- node's key; read by nobody but them, and compared with cases.
create table declared_interest (
  worker {uuid} primary key references worker (id),
  at {int} not null,
  body {bytes} not null
) {strict};

-- Colleagues who might have a conflict of interest in a case, each reason once, and what a supervisor decided, in words sealed under the
-- key of the case.
create table conflict_hint (
  case_id {uuid} not null references case_file (id),
  worker {uuid} not null,
  reason text not null,
  at {int} not null,
  decision text,
  decided_by {uuid},
  decided_at {int},
  words {bytes},
  primary key (case_id, worker, reason)
) {strict};
create index conflict_hint_open on conflict_hint (at) where decision is null;
-- The sample that is audited: of what both parties of an agreement have confirmed in a quarter, five of a hundred. `seed` is the hash of all of
-- it, `facts` how much that was; a draw of nothing says that the quarter was drawn.
create table audit_draw (
  agreement {uuid} not null references agreement (id),
  quarter {int} not null,
  seed {bytes} not null,
  facts {int} not null,
  at {int} not null,
  primary key (agreement, quarter)
) {strict};
-- What was drawn, by the shared record that holds it.
create table audit_fact (
  record {uuid} primary key,
  agreement {uuid} not null,
  quarter {int} not null,
  foreign key (agreement, quarter) references audit_draw (agreement, quarter)
) {strict};
-- What whoever audits has found. Findings are added and never changed; the reason is sealed.
create table audit_finding (
  id {uuid} primary key,
  record {uuid} not null references audit_fact (record),
  at {int} not null,
  worker {uuid} not null,
  verdict text not null,
  body {bytes} not null
) {strict};
create index audit_finding_record on audit_finding (record, at);

-- What our agency has decided about going on with an agreement, about the term that ends at `until_at`. The reason is sealed.
create table agreement_renewal (
  id {uuid} primary key,
  agreement {uuid} not null references agreement (id),
  until_at {int} not null,
  choice text not null,
  at {int} not null,
  worker {uuid} not null,
  body {bytes} not null
) {strict};
create index agreement_renewal_agreement on agreement_renewal (agreement, at);
-- The second step of signing in: codes by time (RFC 6238). The secret is sealed; `step` is the last one whose code was taken, so that
-- none is taken twice.
create table second_factor (
  worker {uuid} primary key references worker (id),
  secret {bytes} not null,
  step {int} not null,
  since {int} not null
) {strict};
-- A secret that was shown and not confirmed yet.
create table second_factor_offer (
  worker {uuid} primary key references worker (id),
  secret {bytes} not null,
  at {int} not null
) {strict};
-- Recovery codes that are left: marks that nobody without the node's key can compute.
create table recovery_code (
  worker {uuid} not null references worker (id),
  mark {bytes} not null,
  primary key (worker, mark)
) {strict};
-- Whose password was right and whose code is waited for. It opens nothing. The token is the SHA-256 of the cookie.
create table pending_sign_in (
  token {bytes} primary key,
  worker {uuid} not null references worker (id),
  at {int} not null,
  wrong {int} not null
) {strict};
create index pending_sign_in_worker on pending_sign_in (worker);
-- How many fields the forms about a referral took here: filled in, there already, and asked for although they had come along. Numbers alone.
create table referral_typing (
  referral {uuid} primary key references referral (id),
  typed {int} not null,
  carried {int} not null,
  again {int} not null
) {strict};
-- How somebody is to come to a home (`came` false), and how they came; with which entity of the directory. Who and where stand in
-- `body`, sealed.
create table stay_escort (
  stay {uuid} not null references stay (id),
  came {bool} not null,
  kind text not null,
  agency {bytes},
  at {int} not null,
  worker {uuid} not null references worker (id),
  written_at {int} not null,
  body {bytes} not null,
  primary key (stay, came)
) {strict};
-- What a committee has decided about a child of a case, once. `on_day`: the day of the sitting. Who sat, under which number and which family it
-- is by its code stand in `body`, sealed under the key of the case.
create table committee_decision (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  person {uuid} not null,
  decision text not null,
  on_day {int} not null,
  at {int} not null,
  worker {uuid} not null references worker (id),
  body {bytes} not null,
  unique (case_id, person, on_day, decision)
) {strict};
create index committee_decision_case on committee_decision (case_id, at);

-- Who interprets for the person of a case, at an appointment or in a conversation that is over; `NEEDED` while nobody is named. The name is
-- sealed under the case's key.
create table interpreting (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  appointment {uuid},
  talk text not null,
  language text not null,
  way text not null,
  partner {bytes},
  state text not null,
  at {int} not null,
  worker {uuid} not null references worker (id),
  name {bytes}
) {strict};
create unique index interpreting_appointment on interpreting (appointment);
create index interpreting_case on interpreting (case_id, at, id);
create index interpreting_state on interpreting (state, at);

-- Places that people did not want: a home of ours or a partner's place, and why, in codes. `case_id` does not leave, and no partner is told
-- the reason. `asked_at` is when they were asked again and wanted it.
create table place_unwanted (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  home {uuid},
  peer {bytes},
  reason text not null,
  at {int} not null,
  worker {uuid} not null references worker (id),
  asked_at {int}
) {strict};
create index place_unwanted_case on place_unwanted (case_id, at);
create unique index place_unwanted_home on place_unwanted (case_id, home) where asked_at is null;
create unique index place_unwanted_peer on place_unwanted (case_id, peer) where asked_at is null;
create index place_unwanted_at on place_unwanted (at);

-- What somebody allows to be said on paper to a body that no electronic file about a person may go to. The fields and the time are sealed.
create table letter_consent (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  recipient {bytes} not null,
  purpose text not null,
  way text not null,
  around {uuid},
  worker {uuid} not null references worker (id),
  at {int} not null,
  ended_at {int},
  ended_by {uuid},
  ended_why text not null,
  body {bytes} not null
) {strict};
create index letter_consent_case on letter_consent (case_id, at);
-- A letter that rests on one. What it says is sealed, and so is the note with which a supervisor gave it back.
create table case_letter (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  consent {uuid} not null references letter_consent (id),
  recipient {bytes} not null,
  way text not null,
  lang text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  decision text not null,
  decided_by {uuid},
  decided_at {int},
  body {bytes} not null,
  note {bytes}
) {strict};
create index case_letter_case on case_letter (case_id, at);
create index case_letter_open on case_letter (at) where decision = '';
-- Each print of a letter: it is a disclosure.
create table letter_print (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  letter {uuid} not null references case_letter (id),
  worker {uuid} not null references worker (id),
  at {int} not null
) {strict};
create index letter_print_case on letter_print (case_id, at);
-- Which of the ways was chosen that remain where an agency is barred from a case; and what the head answered. Reasons and names are sealed.
create table barred_way (
  id {uuid} primary key,
  case_id {uuid} not null references case_file (id),
  agency {bytes} not null,
  turn text not null,
  worker {uuid} not null references worker (id),
  at {int} not null,
  decided_by {uuid},
  decided_at {int},
  body {bytes} not null,
  answer {bytes}
) {strict};
create index barred_way_case on barred_way (case_id, at);
create index barred_way_asked on barred_way (at) where turn = 'ASKED';

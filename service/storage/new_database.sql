CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE sites (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	language TEXT NOT NULL, 
	moderation TEXT NOT NULL, 
	log_head TEXT NOT NULL, 
	origins JSON NOT NULL, 
	hosts JSON NOT NULL, 
	parameters JSON NOT NULL, 
	secret BLOB NOT NULL, 
	edit_minutes INTEGER NOT NULL, 
	log_count INTEGER NOT NULL, events_count INTEGER DEFAULT 0 NOT NULL, events_head TEXT DEFAULT '' NOT NULL, votes BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_sites PRIMARY KEY (id), 
	CONSTRAINT uq_sites_slug UNIQUE (slug)
);
CREATE TABLE threads (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	url TEXT, 
	title TEXT, 
	closed_at INTEGER, public_id TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_threads PRIMARY KEY (id), 
	CONSTRAINT fk_threads_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_threads_site_id_key UNIQUE (site_id, "key")
);
CREATE TABLE thread_aliases (
	site_id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	CONSTRAINT pk_thread_aliases PRIMARY KEY (site_id, "key"), 
	CONSTRAINT fk_thread_aliases_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_thread_aliases_thread_id FOREIGN KEY(thread_id) REFERENCES threads (id)
);
CREATE TABLE identities (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	proof TEXT NOT NULL, 
	approved INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	CONSTRAINT pk_identities PRIMARY KEY (id), 
	CONSTRAINT fk_identities_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_identities_site_id_kind_proof UNIQUE (site_id, kind, proof)
);
CREATE TABLE idempotency_keys (
	site_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	request_hash TEXT NOT NULL, 
	comment TEXT NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (site_id, "key"), 
	CONSTRAINT fk_idempotency_keys_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);
CREATE TABLE comments (
	id INTEGER NOT NULL, 
	public_id TEXT NOT NULL, 
	network TEXT NOT NULL, 
	status TEXT NOT NULL, 
	language TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	site_id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	root_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	parent_id INTEGER, 
	identity_id INTEGER, 
	edited_at INTEGER, 
	name TEXT, 
	email TEXT, 
	website TEXT, 
	name_key TEXT, 
	email_key TEXT, 
	removed_by TEXT, 
	version INTEGER NOT NULL, 
	current INTEGER NOT NULL, 
	credit INTEGER NOT NULL, 
	up INTEGER NOT NULL, 
	down INTEGER NOT NULL, 
	branch INTEGER NOT NULL, 
	published INTEGER, cluster INTEGER DEFAULT 0 NOT NULL, suspicion INTEGER DEFAULT 0 NOT NULL, badge TEXT, badge_account TEXT, esteem INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT fk_comments_identity_id FOREIGN KEY(identity_id) REFERENCES identities (id), 
	CONSTRAINT fk_comments_parent_id FOREIGN KEY(parent_id) REFERENCES comments (id), 
	CONSTRAINT fk_comments_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_comments_thread_id FOREIGN KEY(thread_id) REFERENCES threads (id), 
	CONSTRAINT uq_comments_public_id UNIQUE (public_id)
);
CREATE INDEX ix_comments_branch ON comments (root_id, id) WHERE published IS NOT NULL;
CREATE INDEX ix_comments_identity ON comments (identity_id, id);
CREATE INDEX ix_comments_published ON comments (thread_id, id) WHERE published IS NOT NULL;
CREATE INDEX ix_comments_queue ON comments (status, id);
CREATE INDEX ix_comments_roots ON comments (thread_id, created_at, id) WHERE branch > 0;
CREATE INDEX ix_comments_site_queue ON comments (site_id, status, id);
CREATE INDEX ix_comments_thread ON comments (thread_id, id);
CREATE TABLE revisions (
	site_id INTEGER NOT NULL, 
	comment_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	rule_set INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	score DOUBLE NOT NULL, 
	model_state INTEGER, 
	renderer INTEGER, 
	context JSON NOT NULL, 
	html TEXT, shadow JSON, source TEXT, form TEXT, 
	CONSTRAINT pk_revisions PRIMARY KEY (comment_id, number), 
	CONSTRAINT fk_revisions_comment_id FOREIGN KEY(comment_id) REFERENCES comments (id), 
	CONSTRAINT fk_revisions_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE INDEX ix_revisions_fingerprint ON revisions (site_id, fingerprint, created_at);
CREATE TABLE findings (
	site_id INTEGER NOT NULL, 
	comment_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	microseconds INTEGER NOT NULL, 
	rule TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	weight DOUBLE NOT NULL, 
	params JSON NOT NULL, 
	matches JSON NOT NULL, 
	shadow BOOLEAN NOT NULL, 
	failed BOOLEAN NOT NULL, 
	CONSTRAINT pk_findings PRIMARY KEY (comment_id, number, place), 
	CONSTRAINT fk_findings_comment_id_number FOREIGN KEY(comment_id, number) REFERENCES revisions (comment_id, number), 
	CONSTRAINT fk_findings_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
)
 WITHOUT ROWID

;
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	public_id TEXT NOT NULL, 
	comment TEXT NOT NULL, 
	actor_kind TEXT NOT NULL, 
	actor_id TEXT NOT NULL, 
	actor_name TEXT NOT NULL, 
	action TEXT NOT NULL, 
	after_status TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	before_status TEXT, 
	reason TEXT, 
	note TEXT, 
	undoes TEXT, 
	before_published INTEGER, 
	after_published INTEGER, bulk TEXT, to_author TEXT, 
	CONSTRAINT pk_decisions PRIMARY KEY (id), 
	CONSTRAINT fk_decisions_comment FOREIGN KEY(comment) REFERENCES comments (public_id), 
	CONSTRAINT fk_decisions_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_decisions_public_id UNIQUE (public_id), 
	CONSTRAINT uq_decisions_site_id_position UNIQUE (site_id, position)
);
CREATE INDEX ix_decisions_comment ON decisions (comment, position);
CREATE INDEX ix_decisions_site_log ON decisions (site_id, id);
CREATE TABLE rule_sets (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	content JSON NOT NULL, moved_by TEXT, moved_at INTEGER, replay TEXT, 
	CONSTRAINT pk_rule_sets PRIMARY KEY (id), 
	CONSTRAINT fk_rule_sets_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_rule_sets_site_id_version UNIQUE (site_id, version)
);
CREATE TABLE model_state (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	trained_at INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	examples INTEGER NOT NULL, 
	state BLOB NOT NULL, 
	CONSTRAINT pk_model_state PRIMARY KEY (id), 
	CONSTRAINT fk_model_state_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_model_state_site_id_version UNIQUE (site_id, version)
);
CREATE TABLE moderators (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	public_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	email_key TEXT NOT NULL, 
	role TEXT NOT NULL, 
	password TEXT, 
	created_at INTEGER NOT NULL, site_roles JSON, totp_secret TEXT, totp_step INTEGER, 
	CONSTRAINT pk_moderators PRIMARY KEY (id), 
	CONSTRAINT fk_moderators_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_moderators_email_key UNIQUE (email_key), 
	CONSTRAINT uq_moderators_public_id UNIQUE (public_id)
);
CREATE TABLE api_tokens (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	expires_at INTEGER, 
	public_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at INTEGER NOT NULL, created_by TEXT, site_roles JSON, 
	CONSTRAINT pk_api_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_api_tokens_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_api_tokens_public_id UNIQUE (public_id)
);
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	public_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER, 
	position JSON NOT NULL, 
	parameters JSON NOT NULL, 
	undo JSON, 
	created_at INTEGER NOT NULL, 
	updated_at INTEGER NOT NULL, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_jobs_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_jobs_public_id UNIQUE (public_id)
);
CREATE INDEX ix_jobs_state ON jobs (state, id);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	sent_at INTEGER, 
	channel TEXT NOT NULL, 
	payload JSON NOT NULL, 
	created_at INTEGER NOT NULL, 
	due_at INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	failure TEXT, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT fk_outbox_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE INDEX ix_outbox_due ON outbox (due_at, id) WHERE sent_at IS NULL;
CREATE INDEX ix_comments_lessons ON comments (site_id, id) WHERE credit <> 0;
CREATE INDEX ix_comments_clusters ON comments (status, cluster, site_id, id);
CREATE INDEX ix_decisions_bulk ON decisions (bulk, id) WHERE bulk IS NOT NULL;
CREATE TABLE recovery_codes (
	moderator_id INTEGER NOT NULL, 
	code_hash TEXT NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (moderator_id, code_hash), 
	CONSTRAINT fk_recovery_codes_moderator_id FOREIGN KEY(moderator_id) REFERENCES moderators (id)
);
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	public_id TEXT NOT NULL, 
	moderator_id INTEGER NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	seen_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	agent TEXT, 
	network TEXT NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT uq_sessions_public_id UNIQUE (public_id), 
	CONSTRAINT fk_sessions_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_sessions_moderator_id FOREIGN KEY(moderator_id) REFERENCES moderators (id)
);
CREATE INDEX ix_sessions_moderator_id ON sessions (moderator_id);
CREATE TABLE one_time_links (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	public_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	role TEXT NOT NULL, 
	site_roles JSON NOT NULL, 
	name TEXT, 
	moderator_id INTEGER, 
	second_factor TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_one_time_links PRIMARY KEY (id), 
	CONSTRAINT uq_one_time_links_public_id UNIQUE (public_id), 
	CONSTRAINT fk_one_time_links_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_one_time_links_moderator_id FOREIGN KEY(moderator_id) REFERENCES moderators (id)
);
CREATE TABLE account_events (
	id INTEGER NOT NULL, 
	site_id INTEGER, 
	public_id TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	actor_id TEXT NOT NULL, 
	actor_name TEXT NOT NULL, 
	about_id TEXT, 
	about_name TEXT, 
	network TEXT, 
	details JSON NOT NULL, 
	CONSTRAINT pk_account_events PRIMARY KEY (id), 
	CONSTRAINT uq_account_events_public_id UNIQUE (public_id), 
	CONSTRAINT fk_account_events_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE TABLE installation (
	id INTEGER NOT NULL, 
	secret BLOB NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (id)
);
CREATE TABLE site_events (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	public_id TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	actor_id TEXT NOT NULL, 
	actor_name TEXT NOT NULL, 
	about_id TEXT, 
	about_name TEXT, 
	details JSON NOT NULL, 
	undoes TEXT, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_site_events PRIMARY KEY (id), 
	CONSTRAINT fk_site_events_site_id_sites FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_site_events_public_id UNIQUE (public_id), 
	CONSTRAINT uq_site_events_site_id_position UNIQUE (site_id, position)
);
CREATE INDEX ix_site_events_site_id_id ON site_events (site_id, id);
CREATE UNIQUE INDEX ix_threads_public_id ON threads (public_id);
CREATE TABLE merges (
	public_id TEXT NOT NULL, 
	site_id INTEGER NOT NULL, 
	into_id INTEGER NOT NULL, 
	was JSON NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_merges PRIMARY KEY (public_id), 
	CONSTRAINT fk_merges_site_id_sites FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE TABLE merged_branches (
	merge TEXT NOT NULL, 
	root_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	CONSTRAINT pk_merged_branches PRIMARY KEY (merge, root_id), 
	CONSTRAINT fk_merged_branches_site_id_sites FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE TABLE search_documents (
	comment_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_search_documents PRIMARY KEY (comment_id), 
	CONSTRAINT fk_search_documents_comment_id FOREIGN KEY(comment_id) REFERENCES comments (id) ON DELETE CASCADE, 
	CONSTRAINT fk_search_documents_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE TABLE search_marks (
	site_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_search_marks PRIMARY KEY (site_id), 
	CONSTRAINT fk_search_marks_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE TABLE search_state (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	swept INTEGER NOT NULL, 
	CONSTRAINT pk_search_state PRIMARY KEY (id)
);
CREATE VIRTUAL TABLE search_index USING fts5(
  words, content='search_documents', content_rowid='comment_id',
  tokenize="ascii tokenchars '=_'", prefix='1 2', detail=none, columnsize=0
);
CREATE TRIGGER search_index_insert AFTER insert ON search_documents BEGIN INSERT INTO search_index (rowid, words) VALUES (new.comment_id, new.words); END;
CREATE TRIGGER search_index_delete AFTER delete ON search_documents BEGIN INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.comment_id, old.words); END;
CREATE TRIGGER search_index_update AFTER update ON search_documents BEGIN INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.comment_id, old.words);INSERT INTO search_index (rowid, words) VALUES (new.comment_id, new.words); END;
CREATE TABLE blocks (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	public_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT NOT NULL, 
	label TEXT NOT NULL, 
	comment TEXT NOT NULL, 
	by_id TEXT NOT NULL, 
	by_name TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	until INTEGER, 
	reason TEXT, 
	CONSTRAINT pk_blocks PRIMARY KEY (id), 
	CONSTRAINT uq_blocks_public_id UNIQUE (public_id), 
	CONSTRAINT fk_blocks_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT uq_blocks_site_id_kind_value UNIQUE (site_id, kind, value)
);
CREATE TABLE author_notes (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	public_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT NOT NULL, 
	label TEXT NOT NULL, 
	comment TEXT NOT NULL, 
	by_id TEXT NOT NULL, 
	by_name TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_author_notes PRIMARY KEY (id), 
	CONSTRAINT uq_author_notes_public_id UNIQUE (public_id), 
	CONSTRAINT fk_author_notes_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE INDEX ix_author_notes_mark ON author_notes (site_id, kind, value, id);
CREATE INDEX ix_comments_edited ON comments (site_id, id) WHERE status != 'approved' AND published IS NOT NULL;
CREATE TABLE votes (
	site_id INTEGER NOT NULL, 
	comment_id INTEGER NOT NULL, 
	voter TEXT NOT NULL, 
	crowd TEXT NOT NULL, 
	vote TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_votes PRIMARY KEY (comment_id, voter), 
	CONSTRAINT fk_votes_site_id_sites FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_votes_comment_id_comments FOREIGN KEY(comment_id) REFERENCES comments (id)
);
CREATE INDEX ix_votes_crowd ON votes (comment_id, crowd);
CREATE TABLE reports (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	comment_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	text TEXT, 
	network TEXT NOT NULL, 
	area TEXT NOT NULL, 
	proof TEXT, 
	at INTEGER NOT NULL, 
	settled_by TEXT, 
	CONSTRAINT pk_reports PRIMARY KEY (id), 
	CONSTRAINT fk_reports_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_reports_comment_id FOREIGN KEY(comment_id) REFERENCES comments (id), 
	CONSTRAINT uq_reports_comment_id_revision_network UNIQUE (comment_id, revision, network)
);
CREATE TABLE appeals (
	id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	comment_id INTEGER NOT NULL, 
	against TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	answer TEXT, 
	settled_by TEXT, 
	CONSTRAINT pk_appeals PRIMARY KEY (id), 
	CONSTRAINT fk_appeals_site_id FOREIGN KEY(site_id) REFERENCES sites (id), 
	CONSTRAINT fk_appeals_comment_id FOREIGN KEY(comment_id) REFERENCES comments (id), 
	CONSTRAINT uq_appeals_comment_id UNIQUE (comment_id)
);
CREATE INDEX ix_reports_open ON reports (site_id, comment_id) WHERE settled_by IS NULL;
CREATE INDEX ix_appeals_open ON appeals (site_id, comment_id) WHERE settled_by IS NULL;
CREATE TABLE imported_threads (
	site_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	instance TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	run TEXT NOT NULL, 
	created_at INTEGER, 
	CONSTRAINT pk_imported_threads PRIMARY KEY (site_id, source, instance, external_id), 
	CONSTRAINT fk_imported_threads_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE TABLE imported_comments (
	site_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	instance TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	comment_id INTEGER, 
	run TEXT NOT NULL, 
	thread TEXT NOT NULL, 
	orphan_of TEXT, 
	anchor TEXT, 
	digest TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	undone BOOLEAN DEFAULT 0 NOT NULL, 
	said JSON NOT NULL, twin TEXT, merged BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_imported_comments PRIMARY KEY (site_id, source, instance, external_id), 
	CONSTRAINT fk_imported_comments_site_id FOREIGN KEY(site_id) REFERENCES sites (id)
);
CREATE INDEX ix_imported_comments_comment_id ON imported_comments (comment_id);
CREATE INDEX ix_imported_comments_run ON imported_comments (run);
CREATE INDEX ix_imported_comments_anchor ON imported_comments (site_id, anchor) WHERE anchor IS NOT NULL;
CREATE INDEX ix_imported_comments_orphans ON imported_comments (site_id, source, instance, orphan_of) WHERE orphan_of IS NOT NULL;
CREATE TABLE import_problems (
	run TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	file TEXT NOT NULL, 
	line INTEGER, 
	"offset" INTEGER, 
	about TEXT, 
	excerpt TEXT NOT NULL, 
	CONSTRAINT pk_import_problems PRIMARY KEY (run, place)
);
CREATE INDEX ix_imported_comments_twin ON imported_comments (site_id, twin) WHERE twin IS NOT NULL;

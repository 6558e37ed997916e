"""The schema of library.db as numbered, append-only steps; a shipped step is never edited."""

from sqlite_utils import Database, Migrations

from ltrec_gui.store.brief_names import short_name

library_migrations = Migrations("ltrec")


@library_migrations()  # type: ignore[untyped-decorator]
def s001_first_schema(db: Database) -> None:
    """Create everything a library keeps: items, words, vectors, interactions, feedback, slates, shelf, imports."""
    for statement in (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE items (
            item_key INTEGER PRIMARY KEY,
            item_id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            author TEXT NOT NULL,
            tags TEXT NOT NULL,          -- JSON list
            popularity REAL,
            rating REAL,
            url TEXT NOT NULL,
            image TEXT NOT NULL,
            date TEXT NOT NULL,
            year INTEGER,
            language TEXT NOT NULL,
            extra TEXT NOT NULL,         -- JSON list of [header, value]
            text_hash TEXT NOT NULL,     -- of the sentence that is embedded
            row_hash TEXT NOT NULL,      -- of everything, to tell a changed row from an unchanged one
            import_id INTEGER NOT NULL
        )""",
        "CREATE INDEX items_text_hash ON items (text_hash)",
        "CREATE INDEX items_title ON items (title COLLATE NOCASE)",
        # Words are normalised by catalogue.words before they are stored, so the tokenizer only has to split on spaces;
        # a Chinese text is a row of character pairs by then. Combining marks belong to the words of Indic scripts, Thai
        # and Arabic; left to itself the tokenizer splits there.
        """CREATE VIRTUAL TABLE item_words USING fts5(
            title, author, tags, text, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
        )""",
        "CREATE VIRTUAL TABLE item_word_counts USING fts5vocab(item_words, row)",
        """CREATE TABLE vectors (
            vector_id INTEGER PRIMARY KEY, -- grows, so that a reader can ask for what is new
            model_key TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            vector BLOB NOT NULL,        -- float32, little-endian, unit length
            UNIQUE (model_key, text_hash)
        )""",
        """CREATE TABLE interactions (
            interaction_id INTEGER PRIMARY KEY,
            user_id TEXT NOT NULL,
            item_id TEXT NOT NULL,
            timestamp TEXT NOT NULL,
            occurrence INTEGER NOT NULL, -- 0 for the first event of this user, item and time in a file, 1 for the next
            rating REAL,
            clicks REAL,
            comment TEXT NOT NULL,
            import_id INTEGER NOT NULL,
            UNIQUE (user_id, item_id, timestamp, occurrence)
        )""",
        "CREATE INDEX interactions_item ON interactions (item_id)",
        """CREATE TABLE imports (
            import_id INTEGER PRIMARY KEY,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            path TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            plan TEXT NOT NULL,          -- JSON: dialect and mapping, to go on after a crash
            counts TEXT                  -- JSON: the report without its problems
        )""",
        """CREATE TABLE import_problems (
            import_id INTEGER NOT NULL REFERENCES imports (import_id),
            line INTEGER NOT NULL,
            column_name TEXT NOT NULL,
            value TEXT NOT NULL,
            reason TEXT NOT NULL
        )""",
        "CREATE INDEX import_problems_import ON import_problems (import_id)",
        """CREATE TABLE briefs (
            brief_id INTEGER PRIMARY KEY,
            created_at TEXT NOT NULL,
            text TEXT NOT NULL
        )""",
        """CREATE TABLE slates (
            slate_id TEXT PRIMARY KEY,
            created_at TEXT NOT NULL,
            brief_id INTEGER NOT NULL REFERENCES briefs (brief_id),
            request TEXT NOT NULL,       -- JSON of the SuggestRequest
            outcome TEXT NOT NULL,       -- JSON: metrics, ranked_by, notes, change, model, generation
            last_event_id INTEGER NOT NULL -- the verdicts known when it was made
        )""",
        """CREATE TABLE impressions (
            slate_id TEXT NOT NULL REFERENCES slates (slate_id),
            rank INTEGER NOT NULL,
            item_id TEXT NOT NULL,
            suggestion TEXT NOT NULL,    -- JSON: relevance, similarity, segment, parts, reasons
            PRIMARY KEY (slate_id, rank)
        ) WITHOUT ROWID""",
        """CREATE TABLE feedback (
            event_id INTEGER PRIMARY KEY AUTOINCREMENT,
            recorded_at TEXT NOT NULL,
            step_id INTEGER NOT NULL,    -- events given with one gesture share it; undo and redo name it
            kind TEXT NOT NULL,          -- 'verdict', 'undo' or 'redo'
            item_id TEXT NOT NULL,
            verdict TEXT NOT NULL,
            brief_id INTEGER REFERENCES briefs (brief_id),
            slate_id TEXT
        )""",
        "CREATE INDEX feedback_item ON feedback (item_id)",
        # A place outlives the membership, so that an undone removal returns to where it was.
        "CREATE TABLE shelf_places (item_id TEXT PRIMARY KEY, place REAL NOT NULL) WITHOUT ROWID",
    ):
        db.conn.execute(statement)


@library_migrations()  # type: ignore[untyped-decorator]
def s002_vectors_by_field(db: Database) -> None:
    """Drop the vectors of joint texts, which cannot be taken apart; the next embedding makes those of the fields."""
    db.conn.execute("DELETE FROM vectors")


@library_migrations()  # type: ignore[untyped-decorator]
def s003_critiques(db: Database) -> None:
    """Let a verdict say why: what an item was rejected for, empty where nothing was said."""
    db.conn.execute("ALTER TABLE feedback ADD COLUMN critique TEXT NOT NULL DEFAULT ''")


@library_migrations()  # type: ignore[untyped-decorator]
def s005_briefs(db: Database) -> None:
    """Give every brief a name, that of its text at first, and room for what it asks for before a list is made."""
    for statement in (
        "ALTER TABLE briefs ADD COLUMN name TEXT NOT NULL DEFAULT ''",
        # JSON of a request that was changed after the brief's last list; NULL where that list says it all.
        "ALTER TABLE briefs ADD COLUMN draft TEXT",
        "CREATE INDEX slates_brief ON slates (brief_id)",
        # What was done to briefs is kept in the log, so that it is undone with everything else.
        "CREATE INDEX feedback_briefs ON feedback (brief_id) WHERE kind = 'brief'",
        "CREATE INDEX feedback_marks ON feedback (step_id) WHERE kind IN ('undo', 'redo')",
    ):
        db.conn.execute(statement)
    named = [
        (short_name(text), brief_id)
        for brief_id, text in db.conn.execute("SELECT brief_id, text FROM briefs")
    ]
    db.conn.executemany("UPDATE briefs SET name = ? WHERE brief_id = ?", named)


@library_migrations()  # type: ignore[untyped-decorator]
def s006_shelves_and_exports(db: Database) -> None:
    """Let the log tell of several shelves, and remember what was exported when."""
    for statement in (
        # None: the first shelf, the only one there was.
        "ALTER TABLE feedback ADD COLUMN shelf_id INTEGER",
        # What an act on a shelf says beside its name: JSON; kind is 'shelf' then and verdict the act.
        "ALTER TABLE feedback ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
        # The order of the shelf as one event that nobody can undo; from now on the log alone tells the order.
        """INSERT INTO feedback (recorded_at, step_id, kind, item_id, verdict, shelf_id, detail)
            SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 0, 'shelf', '', 'order', 1, json_group_array(item_id)
            FROM (SELECT item_id FROM shelf_places ORDER BY place) HAVING count(*) > 0""",
        "DROP TABLE shelf_places",
        """CREATE TABLE exports (
            export_id INTEGER PRIMARY KEY,
            exported_at TEXT NOT NULL,
            shelf_id INTEGER NOT NULL,
            shelf_name TEXT NOT NULL,    -- as it was called then; empty for a first shelf without a name
            path TEXT NOT NULL,          -- empty: to the clipboard
            forgotten_at TEXT            -- set where it was a trial and is to keep nothing out of lists
        )""",
        """CREATE TABLE exported_items (
            export_id INTEGER NOT NULL REFERENCES exports (export_id),
            place INTEGER NOT NULL,
            item_id TEXT NOT NULL,
            PRIMARY KEY (export_id, place)
        ) WITHOUT ROWID""",
        "CREATE INDEX exported_items_item ON exported_items (item_id)",
    ):
        db.conn.execute(statement)


@library_migrations()  # type: ignore[untyped-decorator]
def s004_import_undo(db: Database) -> None:
    """Keep what the last import changed, so that it can be taken back exactly."""
    for statement in (
        # One row for each item the import added (`before` is NULL) or changed: the row as it was, a JSON list.
        """CREATE TABLE import_items (
            import_id INTEGER NOT NULL,
            item_key INTEGER NOT NULL,
            before TEXT,
            PRIMARY KEY (import_id, item_key)
        ) WITHOUT ROWID""",
        # The same for interactions: rating, clicks, comment, import.
        """CREATE TABLE import_interactions (
            import_id INTEGER NOT NULL,
            interaction_id INTEGER NOT NULL,
            before TEXT,
            PRIMARY KEY (import_id, interaction_id)
        ) WITHOUT ROWID""",
    ):
        db.conn.execute(statement)


@library_migrations()  # type: ignore[untyped-decorator]
def s007_selections(db: Database) -> None:
    """Let briefs be about a selection of items: each is kept once, and lists and briefs name it by its key."""
    db.conn.execute(
        """CREATE TABLE selections (
            selection_key TEXT PRIMARY KEY, -- a digest of the ids
            created_at TEXT NOT NULL,
            item_count INTEGER NOT NULL,
            item_ids BLOB NOT NULL       -- a JSON list of ids in alphabetical order, deflated
        )"""
    )

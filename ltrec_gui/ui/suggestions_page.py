"""The main screen: the brief on the left, the list of suggestions in the middle, the details on the right.

The page starts no job and knows no workspace: it speaks by signals and is told results by methods.

Signals, and the stage that answers them:

| signal | arguments | answer with |
| --- | --- | --- |
| `suggest_requested` | SuggestRequest (`brief_id` set where the brief goes on) | `suggest` -> `show_slate` |
| `refresh_requested` | SuggestRequest (same brief, its verdicts count) | `suggest` -> `show_slate` |
| `verdict_given` | list of item ids, verdict (VERDICTS, `clear`, `unshelve`) | `give_feedback` with `slate_id` -> `show_outcome` |
| `undo_requested`, `redo_requested` | - | `undo_feedback`, `redo_feedback` -> `show_outcome(outcome, "undone" / "redone")` |
| `details_requested` | item id | `item_details` with `slate_id` -> `show_details` |
| `titles_requested` | list of item ids dropped on the seeds | `item_details` each -> `add_seed(id, title)` |
| `export_requested`, `shelf_requested` | - | the export dialog; the shelf page |
| `new_brief_requested` | - | the page is cleared already; nothing must be answered |
| `settings_changed` | name of a field of Settings, its new value | save the settings |
| `note_action_requested` | a NOTE_ of pipeline.suggest | choose a model, embed, ... |

Methods for the main window: `set_settings(Settings)`, `show_overview(LibraryOverview)`, `show_slate(Slate)`,
`show_outcome(FeedbackOutcome, how="given")`, `show_details(ItemDetails)`, `show_busy(sentence)`, `show_ready()`,
`show_message(kind, happened, safe, action_text, action)`, `hide_message()`, `show_error(Exception)` (also ends a
pending verdict and the busy state), `add_seed(item_id, title)`, `request()`, `clear()`, `cycle_panes(step)`,
`focus_list()`, `focus_brief()`, `focus_find()`, `set_details_visible(bool)`, `set_auto_advance(bool)`. Attributes:
`slate_id` (of the list shown, None without one), `list_actions` (QActions by id, for the menu "Suggestion").
"""

-- The grid of a board, kept beside the order of its widgets; what was deleted from it lately; its versions.

create table layouts (
  project_id text primary key not null references projects (id) on delete cascade,
  -- JSON: tabs, and the area of each widget on one of them. Widgets that it does not name flow in behind the others.
  layout text not null,
  -- Readers see what was published last, not what is being edited.
  by_hand integer not null,
  -- JSON of the published board; null as long as nothing was published by hand.
  published text
);

create table deleted_widgets (
  id text primary key not null,
  project_id text not null references projects (id) on delete cascade,
  -- JSON of the widget with its area.
  widget text not null,
  deleted_at bigint not null
);
create index deleted_widgets_by_project on deleted_widgets (project_id, deleted_at);

create table board_versions (
  project_id text not null references projects (id) on delete cascade,
  -- From 1, by project.
  number bigint not null,
  -- edited, published, restored, imported
  reason text not null,
  -- Null when the account is gone.
  account_id text references accounts (id) on delete set null,
  -- JSON of the whole board.
  content text not null,
  begun_at bigint not null,
  made_at bigint not null,
  primary key (project_id, number)
);

/** The style of the sidebar and of the views that it opens. */

export const SIDEBAR_STYLE = `
:host([data-place="side"]), :host([data-place="side"]) > div { height: 100%; }
.jgm-side { display: flex; flex-direction: column; height: 100%; min-width: 0; overflow: hidden; }
.jgm-side-top { display: flex; flex-direction: column; gap: 8px; padding: 8px 12px; border-bottom: 1px solid var(--jgm-line); }
.jgm-side-top h2 { margin: 0; font-size: 12px; font-weight: 600; text-transform: uppercase; letter-spacing: .04em;
  color: var(--jgm-fg-soft); }
.jgm-side-top .jgm-banner { margin: 0; }
.jgm-side-top button { font: inherit; color: inherit; min-height: 28px; padding: 2px 10px; background: var(--jgm-bg);
  border: 1px solid var(--jgm-edge); border-radius: var(--jgm-radius); cursor: pointer; }
.jgm-side-top button:hover { background: var(--jgm-bg-soft); }
.jgm-side-top .jgm-side-main { background: var(--jgm-brand); border-color: var(--jgm-brand); color: var(--jgm-on-brand); font-weight: 600; }
.jgm-side-top .jgm-side-main:hover { background: var(--jgm-brand); filter: brightness(1.1); }
.jgm-side-buttons { display: flex; flex-wrap: wrap; gap: 6px; }
.jgm-side-buttons > * { flex: 1 1 auto; }
.jgm-side-buttons .jgm-pause { display: flex; gap: 0; position: relative; }
.jgm-side-buttons .jgm-pause button { flex: 1; }
.jgm-side-search { font: inherit; color: inherit; background: var(--jgm-bg); border: 1px solid var(--jgm-edge);
  border-radius: var(--jgm-radius); padding: 4px 8px; min-width: 0; box-sizing: border-box; width: 100%; }
.jgm-side-problem { margin: 0; padding: 6px 12px; white-space: normal; background: var(--jgm-bg-soft); }
.jgm-side-empty { padding: 12px; margin: 0; overflow: auto; }
.jgm-side-empty p { margin: 0 0 8px; }
.jgm-side-empty .jgm-pre { margin: 0 0 8px; white-space: pre; overflow-wrap: normal; }

.jgm-tree { flex: 1; min-height: 0; overflow: hidden auto; }
.jgm-tree:focus-visible { outline: none; }
.jgm-tree-rows { position: relative; margin: 4px 0; }
.jgm-tree-row { position: absolute; left: 0; right: 0; height: 28px; display: flex; align-items: center; gap: 6px;
  padding: 0 8px; cursor: pointer; white-space: nowrap; }
.jgm-tree-row.jgm-tree-fn { padding-left: 28px; }
.jgm-tree-row:hover { background: var(--jgm-bg-soft); }
.jgm-tree-row.jgm-active { background: var(--jgm-bg-soft); }
.jgm-tree:focus-visible .jgm-active { outline: 2px solid var(--jgm-brand); outline-offset: -2px; }
.jgm-tree-name { flex: 0 1 auto; min-width: 3em; overflow: hidden; text-overflow: ellipsis; }
.jgm-tree-notebook .jgm-tree-name { font-weight: 600; }
.jgm-tree-fn .jgm-tree-name { font-family: var(--jgm-mono); font-size: 12px; }
.jgm-tree-title { flex: 1 10 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; color: var(--jgm-fg-soft); font-size: 12px; }
.jgm-twisty { display: inline-flex; align-items: center; justify-content: center; width: 16px; height: 24px; flex: none;
  color: var(--jgm-fg-soft); margin-left: -4px; }
.jgm-twisty svg { transition: transform .1s; }
.jgm-twisty.jgm-open svg { transform: rotate(90deg); }
.jgm-tree-row .jgm-dot { margin: 0; }
.jgm-tree-kind { flex: none; color: var(--jgm-fg-soft); }
.jgm-tree-badge { flex: none; font-size: 11px; line-height: 16px; padding: 0 6px; border-radius: 8px; border: 1px solid var(--jgm-line);
  color: var(--jgm-fg-soft); }
.jgm-tree-count { margin-left: auto; margin-right: 20px; flex: none; color: var(--jgm-fg-soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.jgm-tree-more { position: absolute; right: 4px; top: 0; width: 22px; line-height: 28px; text-align: center; color: var(--jgm-fg-soft);
  background: var(--jgm-bg-soft); visibility: hidden; }
.jgm-tree-row:hover .jgm-tree-more, .jgm-tree-row.jgm-active .jgm-tree-more { visibility: visible; }
.jgm-away .jgm-tree-name, .jgm-away .jgm-tree-kind { opacity: .65; }

.jgm-choose { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 0 0 12px; }
.jgm-choose select { font: inherit; color: inherit; background: var(--jgm-bg); border: 1px solid var(--jgm-edge);
  border-radius: var(--jgm-radius); padding: 4px 8px; max-width: 100%; }
`;

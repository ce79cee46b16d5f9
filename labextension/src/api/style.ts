/** How API pages look. The variables are the panel's. */

export const API_STYLE = `
.jgma { display: flex; flex-direction: column; gap: 12px; min-width: 0; font-size: 13px; }
:where(.jgma-top, .jgma-endpoint, .jgma-history, .jgma-nothing, .jgma-try) :where(h3, h4, p, ul, ol, dl, dd, pre) { margin: 0; padding: 0; }
:where(.jgma-endpoint, .jgma-history) :where(ul, ol) { list-style: none; }
.jgma code { font-family: var(--jgm-mono); font-size: 12px; overflow-wrap: anywhere; }
.jgma-waiting { margin: 0; padding: 8px 0; }
.jgma-soft { color: var(--jgm-fg-soft); font-size: 12px; }
.jgma-banner { margin: 0; padding: 8px 12px; background: var(--jgm-bg-soft); border-left: 3px solid var(--jgm-edge); border-radius: var(--jgm-radius); }
.jgma-banner.jgma-paused { border-left-color: var(--jgm-warn); }
.jgma-gone .jgma-list { color: var(--jgm-fg-soft); filter: grayscale(1); }

.jgma-top { display: flex; flex-direction: column; gap: 8px; }
.jgma-line { display: flex; align-items: baseline; gap: 8px; min-width: 0; padding: 5px 10px; background: var(--jgm-bg-soft);
  border-radius: var(--jgm-radius); }
.jgma-line > code { flex: 1; min-width: 0; }
.jgma-line > :not(code) { flex: none; }
.jgma-tools { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
.jgma-search { flex: 1 1 220px; min-width: 0; max-width: 420px; }
.jgma-links { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; font-size: 12px; margin-left: auto; }
.jgma-toggle { font-size: 12px; display: inline-flex; align-items: center; gap: 4px; }

.jgma-list { display: flex; flex-direction: column; gap: 8px; }
.jgma-endpoint { border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); background: var(--jgm-bg); min-width: 0; scroll-margin: 12px; }
.jgma-endpoint h3 { font: inherit; }
.jgma-head { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; align-items: baseline; gap: 2px 10px; width: 100%;
  font: inherit; color: inherit; text-align: left; background: none; border: 0; border-radius: var(--jgm-radius); padding: 9px 12px; cursor: pointer; }
.jgma-head:hover { background: var(--jgm-bg-soft); }
.jgma-open > h3 > .jgma-head { border-radius: var(--jgm-radius) var(--jgm-radius) 0 0; border-bottom: 1px solid var(--jgm-line); }
.jgma-kind { font-size: 11px; font-weight: 600; color: var(--jgm-brand); min-width: 54px; }
.jgma-resource { color: var(--jgm-ok); }
.jgma-prompt { color: var(--jgm-warn); }
.jgma-who { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 8px; min-width: 0; }
.jgma-who code { font-size: 13px; font-weight: 600; }
.jgma-title { color: var(--jgm-fg-soft); }
.jgma-history .jgma-badge { justify-self: start; }
.jgma-facts { font-variant-numeric: tabular-nums; white-space: nowrap; }
.jgma-sign { width: 8px; height: 8px; border: solid var(--jgm-fg-soft); border-width: 0 1.5px 1.5px 0; transform: translateY(-3px) rotate(45deg); margin: 0 2px; }
.jgma-open .jgma-sign { transform: translateY(1px) rotate(225deg); }
.jgma-summary { grid-column: 2 / -1; color: var(--jgm-fg-soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jgma-badge { font: 600 11px/1.5 var(--jgm-font); border: 1px solid var(--jgm-edge); border-radius: 9px; padding: 0 7px; color: var(--jgm-fg-soft); white-space: nowrap; }
.jgma-badge.jgma-paused { border-color: var(--jgm-warn); color: var(--jgm-warn); }
.jgma-badge.jgma-ok { border-color: var(--jgm-ok); color: var(--jgm-ok); }
.jgma-badge.jgma-failed { border-color: var(--jgm-error); color: var(--jgm-error); }

.jgma-body { display: flex; flex-direction: column; gap: 16px; padding: 12px 12px 14px; min-width: 0; }
.jgma-description { white-space: pre-line; overflow-wrap: anywhere; }
.jgma-columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); align-items: start; }
@container (min-width: 720px) { .jgma-columns { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 24px; } }
.jgma-about { display: flex; flex-direction: column; gap: 14px; min-width: 0; }
.jgma-part > h4, .jgma-history h3 { font-size: 12px; font-weight: 600; margin-bottom: 4px; }
.jgma-values { display: flex; flex-direction: column; }
.jgma-values > li { padding: 6px 0; border-top: 1px solid var(--jgm-line); overflow-wrap: anywhere; }
.jgma-values p { color: var(--jgm-fg-soft); white-space: pre-line; }
.jgma-values p.jgma-warning, .jgma-warning { color: var(--jgm-warn); font-size: 12px; }
.jgma-name { font-weight: 600; margin-right: 4px; }
code.jgma-type { color: var(--jgm-brand); margin-right: 4px; }
code.jgma-default { color: var(--jgm-fg-soft); }
.jgma-need { font-size: 12px; color: var(--jgm-error); }
.jgma-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(52px, 1fr)); gap: 6px 8px; border-top: 1px solid var(--jgm-line); padding-top: 8px; }
.jgma-figures dt { font-size: 11px; color: var(--jgm-fg-soft); }
.jgma-figures dd { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }

.jgma-snippet { min-width: 0; }
.jgma-snippet .jgm-tablist { margin-bottom: 8px; font-size: 12px; }
.jgma-snippet .jgm-tablist button { padding: 4px 8px; }
.jgma-snippet .jgma-line { margin-bottom: 8px; }
.jgma-program { position: relative; }
.jgma-code { font: 12px/1.6 var(--jgm-mono); background: var(--jgm-bg-soft); border-radius: var(--jgm-radius); padding: 10px 12px;
  overflow: auto; max-height: 420px; tab-size: 4; }
.jgma-code code { white-space: pre; overflow-wrap: normal; }
.jgma-program > .jgmv-action { position: absolute; top: 6px; right: 8px; background: var(--jgm-bg); border: 1px solid var(--jgm-line); }
.jgma-program > .jgma-code { padding-top: 34px; }
.jgma-string { color: var(--jgm-ok); }
.jgma-comment { color: var(--jgm-fg-soft); font-style: italic; }
.jgma-number { color: var(--jgm-warn); }
.jgma-keyword { color: var(--jgm-brand); }
.jgma-notes { list-style: disc; margin-top: 6px; padding-left: 18px; color: var(--jgm-fg-soft); font-size: 12px; }

.jgma-key { margin: 6px 0 0; font-size: 12px; }
.jgma-key > * { margin: 0 0 6px; }
.jgma-try { border-top: 1px solid var(--jgm-line); padding-top: 10px; }
.jgma-try > summary { font-weight: 600; color: var(--jgm-fg); margin-bottom: 8px; }
.jgma-try .jgm-form > .jgm-description { display: none; }
.jgma-response { margin-top: 12px; border-top: 1px solid var(--jgm-line); padding-top: 8px; font-size: 12px; font-variant-numeric: tabular-nums; }

.jgma-history { border-top: 1px solid var(--jgm-line); padding-top: 10px; }
.jgma-history > header { display: flex; align-items: baseline; justify-content: space-between; }
.jgma-history li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto auto; align-items: center; gap: 2px 10px;
  padding: 5px 0; border-top: 1px solid var(--jgm-line); }
.jgma-history time { color: var(--jgm-fg-soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.jgma-call { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jgma-button { font: 12px/1.5 var(--jgm-font); color: inherit; background: var(--jgm-bg); border: 1px solid var(--jgm-edge);
  border-radius: var(--jgm-radius); padding: 2px 10px; min-height: 26px; cursor: pointer; }
.jgma-button:hover:not([aria-disabled="true"]) { background: var(--jgm-bg-soft); }
.jgma-button[aria-disabled="true"] { opacity: .55; cursor: not-allowed; }
@container (max-width: 560px) {
  .jgma-head { grid-template-columns: auto minmax(0, 1fr) auto; }
  .jgma-kind { min-width: 0; }
  .jgma-sign { grid-row: 1; grid-column: 3; }
  .jgma-summary, .jgma-head .jgma-facts { grid-column: 1 / -1; }
  .jgma-links { margin-left: 0; }
  .jgma-snippet .jgm-tablist { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: thin; }
  .jgma-snippet .jgm-tablist button { white-space: nowrap; margin-bottom: 0; }
  .jgma-history li { grid-template-columns: auto minmax(0, 1fr) auto; }
  .jgma-history .jgma-facts { text-align: right; }
  .jgma-call { grid-row: 2; grid-column: 1 / 3; }
  .jgma-button { grid-row: 2; grid-column: 3; justify-self: end; }
}
.jgma-nothing { display: flex; flex-direction: column; gap: 6px; padding: 16px 0; }

.jgm-nav { display: flex; flex-wrap: wrap; gap: 2px; border-bottom: 1px solid var(--jgm-line); }
.jgm-nav a { padding: 6px 12px; margin-bottom: -1px; color: var(--jgm-fg-soft); border-bottom: 2px solid transparent; }
.jgm-nav a[aria-current] { color: var(--jgm-fg); font-weight: 600; border-bottom-color: var(--jgm-brand); }
.jgm-nav a:hover { text-decoration: none; color: var(--jgm-fg); }
.jgm-panels { display: flex; flex-direction: column; gap: 16px; }
.jgm-panel > .jgm-tablist { padding: 0 10px; }
`;

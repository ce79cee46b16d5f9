/** How connecting, keys and calls look. The variables are the panel's. */

export const CONNECT_STYLE = `
:where([class^="jgmc-"], [class*=" jgmc-"]) { box-sizing: border-box; }
.jgmc-connect, .jgmc-sides, .jgmc-calls, .jgmc-keys { display: flex; flex-direction: column; gap: 16px; min-width: 0; }
.jgmc-connect p, .jgmc-calls p, .jgmc-keys p, .jgmc-connecting p, .jgmc-connecting h2, .jgmc-text { margin: 0; }
.jgmc-connecting { width: min(84vw, 640px); display: flex; flex-direction: column; gap: 12px; padding: 0 8px 8px; }
.jgmc-connecting h2 { font-size: 16px; font-weight: 600; outline: none; overflow-wrap: anywhere; }
.jgmc-configuration { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.jgmc-text { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
.jgmc-text figcaption { display: flex; flex-wrap: wrap; gap: 2px 12px; justify-content: space-between; align-items: baseline; }
.jgmc-text .jgm-pre { max-height: 300px; padding: 8px 10px; }
.jgmc-places { margin: -6px 0 0; padding: 0; list-style: none; font-size: 12px; color: var(--jgm-fg-soft); }
.jgmc-connect code, .jgmc-connecting code { font-family: var(--jgm-mono); overflow-wrap: anywhere; }
.jgmc-install { display: inline-block; padding: 4px 12px; border: 1px solid var(--jgm-brand); border-radius: var(--jgm-radius); }
:is(.jgmc-connect, .jgmc-connecting, .jgmc-keys) .jgmc-warned { color: var(--jgm-warn); border-left: 3px solid var(--jgm-warn); padding-left: 8px; font-size: 12px; }

.jgmc-transports, .jgmc-choices { border: 0; margin: 0; padding: 0; min-width: 0; }
.jgmc-transports { display: flex; flex-wrap: wrap; gap: 0 16px; }
.jgmc-choices > legend, .jgmc-transports > legend { padding: 0; }
.jgmc-choices ul { list-style: none; margin: 0; padding: 0; }
.jgmc-choices li + li { border-top: 1px solid var(--jgm-line); }
.jgmc-connect .jgmc-choices li { padding: 4px 0 8px; }
.jgmc-choice { display: flex; flex-wrap: wrap; gap: 0 12px; justify-content: space-between; align-items: center; }
.jgmc-choice > .jgm-check { flex: 1 1 0; min-width: 60%; }
.jgmc-connecting details > fieldset { padding-top: 6px; }
.jgmc-choices > .jgm-check { display: flex; }
.jgmc-choices b { overflow-wrap: anywhere; }
.jgmc-told { display: flex; flex-direction: column; gap: 4px; padding-left: 24px; min-width: 0; align-items: flex-start; }
.jgmc-kind { color: var(--jgm-fg-soft); font-size: 11px; border: 1px solid var(--jgm-line); border-radius: 8px; padding: 0 6px;
  white-space: nowrap; }
.jgmc-told .jgmc-parameters { margin: 4px 0; display: flex; flex-direction: column; gap: 4px; }
.jgmc-told .jgmc-parameters dd { margin: 0 0 0 12px; overflow-wrap: anywhere; white-space: pre-line; }
.jgmc-pause { display: inline-flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.jgm-actions .jgmc-pause .jgm-button { min-height: 32px; }

.jgmc-arrival { display: flex; gap: 8px; padding: 8px 12px; background: var(--jgm-bg-soft); border-radius: var(--jgm-radius);
  border-left: 3px solid var(--jgm-brand); min-height: 56px; align-items: baseline; font-weight: 600; overflow-wrap: anywhere; }
.jgmc-arrival .jgm-dot { background: var(--jgm-brand); animation: jgm-pulse 1.2s ease-in-out infinite; margin: 0; flex: none; }
.jgmc-arrival .jgm-info { font-weight: 400; }
.jgmc-arrived { border-left-color: var(--jgm-ok); }
.jgmc-arrived .jgm-dot { background: var(--jgm-ok); animation: none; }

.jgmc-keylist { list-style: none; margin: 0; padding: 0; border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }
.jgmc-keylist li { padding: 8px 10px; overflow-wrap: anywhere; }
.jgmc-keylist li + li { border-top: 1px solid var(--jgm-line); }
.jgmc-keyhead { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.jgmc-keyhead > b { min-width: 0; }
.jgmc-keyhead > :last-child { margin-left: auto; }
.jgmc-keyhead .jgm-button { white-space: normal; }
.jgmc-facts { display: flex; flex-wrap: wrap; gap: 0 12px; }
.jgmc-expired b { color: var(--jgm-fg-soft); text-decoration: line-through; }
.jgmc-danger { color: var(--jgm-error); border-color: var(--jgm-error); }
.jgmc-made { border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); padding: 10px; display: flex;
  flex-direction: column; gap: 8px; }

.jgmc-filters { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: flex-end; }
.jgmc-filters .jgm-field { flex: 0 1 180px; }
.jgmc-calls .jgmc-filters > p { margin-left: auto; padding-bottom: 6px; font-variant-numeric: tabular-nums; }
.jgmc-calltable, .jgmc-figures table { width: 100%; border-collapse: collapse; font-size: 12px; }
.jgmc-calltable th, .jgmc-calltable td, .jgmc-figures th, .jgmc-figures td { text-align: left; vertical-align: top;
  padding: 5px 8px; border-bottom: 1px solid var(--jgm-line); overflow-wrap: break-word; }
.jgmc-calltable td { max-width: 36em; }
.jgmc-calltable thead th, .jgmc-figures thead th { color: var(--jgm-fg-soft); font-weight: 500; }
.jgmc-calltable time, .jgmc-figures td { white-space: nowrap; font-variant-numeric: tabular-nums; }
.jgmc-calltable .jgm-pre { margin: 4px 0 0; padding: 8px 10px; max-height: 200px; }
.jgmc-took { font-variant-numeric: tabular-nums; }
.jgmc-good { color: var(--jgm-ok); }
.jgmc-bad { color: var(--jgm-error); font-weight: 600; }
.jgmc-callmessage { white-space: pre-line; }
.jgmc-figures { overflow-x: auto; }
.jgmc-figures caption { text-align: left; font-weight: 600; padding: 4px 8px; }
.jgmc-figures thead th { white-space: nowrap; }
.jgmc-figures tbody th { font-weight: 500; }
.jgmc-figures td, .jgmc-figures thead th:not(:first-child) { text-align: right; }
@container (min-width: 820px) {
  .jgmc-sides { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 28px; align-items: start; }
}
@container (max-width: 560px) {
  .jgmc-calltable, .jgmc-calltable tbody { display: block; }
  .jgmc-calltable thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .jgmc-calltable tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 6px 0;
    border-bottom: 1px solid var(--jgm-line); }
  .jgmc-calltable td { border: 0; padding: 1px 0; grid-column: 1; overflow-wrap: anywhere; }
  .jgmc-calltable td:nth-child(1) { grid-area: 1 / 2; text-align: right; color: var(--jgm-fg-soft); }
  .jgmc-calltable td:nth-child(2) { grid-row: 1; }
  .jgmc-calltable td:nth-child(3) { grid-row: 2; }
  .jgmc-calltable .jgmc-took { grid-area: 2 / 2; text-align: right; max-width: 10em; }
  .jgmc-calltable td:nth-child(5) { grid-column: 1 / -1; min-width: 0; }
}
`;

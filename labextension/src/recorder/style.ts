/** The style of the recorder. */

export const RECORDER_STYLE = `
.jgmr-pill, .jgmr-button { font: 12px/1.4 var(--jgm-font); color: var(--jgm-fg); background: var(--jgm-bg); border: 1px solid var(--jgm-edge);
  cursor: pointer; white-space: nowrap; margin: 0; }
.jgmr-pill { border-radius: 999px; padding: 1px 10px; font-variant-numeric: tabular-nums; }
.jgmr-button { border-radius: var(--jgm-radius); padding: 3px 10px; }
.jgmr-pill:hover, .jgmr-button:hover { background: var(--jgm-bg-soft); }
.jgmr-button[aria-disabled="true"] { opacity: .55; cursor: not-allowed; }
button.jgmr-pill.jgmr-on { border-color: var(--jgm-error); }
.jgmr-dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 6px; background: var(--jgm-error);
  forced-color-adjust: none; }
.jgmr-recording { width: min(880px, 86vw); display: flex; flex-direction: column; gap: 10px; }
.jgmr-recording :is(h2, p, ol, ul) { margin: 0; }
.jgmr-recording h2 { font-size: 16px; font-weight: 600; margin-top: -26px; margin-right: 28px; }
.jgmr-bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.jgmr-state { flex: 1 1 auto; font-weight: 600; font-variant-numeric: tabular-nums; }
.jgmr-remark { padding: 6px 10px; background: var(--jgm-bg-soft); border-left: 3px solid var(--jgm-warn); border-radius: var(--jgm-radius); }
.jgmr-empty { color: var(--jgm-fg-soft); padding: 12px 0; }
.jgmr-steps { padding: 0 0 0 26px; max-height: 30vh; overflow: auto; border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }
.jgmr-steps > li { padding: 5px 8px 5px 2px; border-bottom: 1px solid var(--jgm-line); }
.jgmr-steps > li:last-child { border-bottom: 0; }
.jgmr-row { display: flex; gap: 10px; align-items: start; }
.jgmr-row > .jgmr-button { flex: none; }
.jgmr-call { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.jgmr-recording code { font: 12px/1.5 var(--jgm-mono); }
.jgmr-result { color: var(--jgm-fg-soft); margin-left: 8px; }
.jgmr-left code { color: var(--jgm-fg-soft); }
.jgmr-why { font-size: 12px; color: var(--jgm-warn); }
.jgmr-install { overflow-wrap: anywhere; }
.jgmr-notes { padding-left: 18px; font-size: 12px; color: var(--jgm-fg-soft); }
.jgmr-program { font: 12px/1.5 var(--jgm-mono); background: var(--jgm-bg-soft); border: 1px solid var(--jgm-line); color: var(--jgm-fg);
  border-radius: var(--jgm-radius); padding: 8px 10px; margin: 6px 0 0; overflow: auto; max-height: 40vh; }
`;

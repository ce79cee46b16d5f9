/**
 * The style of everything in a panel: JupyterLab's variables where there are any, and our own colours for light and
 * dark where there are none. All colours of controls and views are variables of `:host`.
 */

import { API_STYLE } from './api/style';
import { APP_STYLE } from './apps/style';
import { CONTROL_STYLE } from './controls/style';
import { CONNECT_STYLE } from './connect/style';
import { RECORDER_STYLE } from './recorder/style';
import { SIDEBAR_STYLE } from './sidebar/style';
import { VIEW_STYLE } from './views/style';

const OWN = `
:host {
  --jgm-font: var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  --jgm-mono: var(--jp-code-font-family, ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace);
  --jgm-fg: var(--jp-ui-font-color1, #1f2328);
  --jgm-bg: var(--jp-layout-color1, #ffffff);
  --jgm-bg-soft: var(--jp-layout-color2, #f3f4f6);
  --jgm-line: var(--jp-border-color2, #d8dce1);
  /* JupyterLab's own of these are too faint for small text and for the edges of fields. */
  --jgm-fg-soft: #59636e;
  --jgm-edge: #868e98;
  --jgm-brand: #1565c0;
  --jgm-on-brand: #ffffff;
  --jgm-error: #b3261e;
  --jgm-warn: #8a5300;
  --jgm-ok: #1a7f37;
  --jgm-radius: 4px;
  display: block; color-scheme: light; container-type: inline-size;
  font: 13px/1.5 var(--jgm-font); color: var(--jgm-fg);
}
:host([data-theme="dark"]) {
  color-scheme: dark;
  --jgm-fg: var(--jp-ui-font-color1, #e6e8eb);
  --jgm-bg: var(--jp-layout-color1, #1a1d21);
  --jgm-bg-soft: var(--jp-layout-color2, #262b31);
  --jgm-line: var(--jp-border-color2, #3a4149);
  --jgm-fg-soft: #a9b1bb;
  --jgm-edge: #7b8591;
  --jgm-brand: #7ab7ff;
  --jgm-on-brand: #0b1a2b;
  --jgm-error: #ff9a92;
  --jgm-warn: #f0b35a;
  --jgm-ok: #6fd387;
}
:where([class^="jgm-"], [class*=" jgm-"]) { box-sizing: border-box; }
/* Characters in a name that turn the direction of text turn nothing beyond it. */
:where(h1, h2, h3, p, li, td, th, dt, dd, a, b, code, label, legend, option, button, span[class*="jgm"]) { unicode-bidi: isolate; }
[hidden] { display: none !important; }
.jgm-header h2, .jgm-top h1, .jgm-state, .jgm-banner, .jgm-description, .jgm-info, .jgm-empty, .jgm-error, .jgm-label, .jgm-status,
.jgm-message, .jgm-field, .jgm-field > legend, .jgm-pre, .jgm-failure p, .jgm-meter-row p, .jgm-notice p, .jgm-hidden {
  margin: 0; padding: 0; border: 0; }
.jgm-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.jgm-panel { position: relative; background: var(--jgm-bg); border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius);
  min-width: 0; }
.jgm-header { display: flex; align-items: baseline; gap: 12px; padding: 10px 14px 8px; }
.jgm-header h2 { font-size: 14px; font-weight: 600; flex: 1; min-width: 0; overflow-wrap: anywhere; }
.jgm-state { color: var(--jgm-fg-soft); font-size: 12px; white-space: nowrap; }
.jgm-dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 6px; background: var(--jgm-ok); }
.jgm-state-busy .jgm-dot { background: var(--jgm-brand); animation: jgm-pulse 1.2s ease-in-out infinite; }
.jgm-state-lost .jgm-dot { background: var(--jgm-warn); }
.jgm-state-paused .jgm-dot { background: transparent; border: 2px solid var(--jgm-warn); }
.jgm-state-gone .jgm-dot { background: transparent; border: 2px solid var(--jgm-edge); }
@keyframes jgm-pulse { 50% { opacity: .35; } }
.jgm-banner { margin: 0 14px 8px; padding: 8px 12px; background: var(--jgm-bg-soft); border-left: 3px solid var(--jgm-edge);
  border-radius: var(--jgm-radius); }
.jgm-gone .jgm-body { color: var(--jgm-fg-soft); }
.jgm-gone .jgm-view { filter: grayscale(1); }
.jgm-body { padding: 4px 14px 12px; }
.jgm-footer { border-top: 1px solid var(--jgm-line); padding: 6px 14px; font-size: 12px; }
a { color: var(--jgm-brand); text-decoration: none; }
a:hover { text-decoration: underline; }

.jgm-column, .jgm-split, .jgm-form, .jgm-results { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.jgm-split { gap: 16px; }
.jgm-row { display: flex; flex-wrap: wrap; gap: 12px; }
.jgm-row > * { flex: 1 1 0; min-width: min(160px, 100%); }
.jgm-group { border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); padding: 10px; }
@container (min-width: 720px) {
  .jgm-split { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px; align-items: start; }
  .jgm-split > .jgm-results { border-left: 1px solid var(--jgm-line); padding-left: 20px; min-height: 100%; }
}
.jgm-tablist { display: flex; flex-wrap: wrap; gap: 2px; border-bottom: 1px solid var(--jgm-line); margin: 0 0 12px; }
.jgm-tablist button { font: inherit; cursor: pointer; border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: none; padding: 6px 10px;
  margin-bottom: -1px; color: var(--jgm-fg-soft); }
.jgm-tablist button:disabled { opacity: .55; cursor: not-allowed; }
.jgm-tablist button[aria-selected="true"] { color: var(--jgm-fg); border-bottom-color: var(--jgm-brand); font-weight: 600; }

.jgm-description { color: var(--jgm-fg-soft); white-space: pre-line; overflow-wrap: anywhere; }
.jgm-field { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
.jgm-field > label:not(.jgm-check), .jgm-field > legend, .jgm-label { font-weight: 600; font-size: 12px; overflow-wrap: anywhere; }
.jgm-field > legend { margin-bottom: 4px; }
.jgm-required::after { content: "*"; color: var(--jgm-error); margin-left: 3px; }
.jgm-info, .jgm-note, .jgm-empty { color: var(--jgm-fg-soft); font-size: 12px; white-space: pre-line; }
.jgm-error { color: var(--jgm-error); font-size: 12px; white-space: pre-line; overflow-wrap: anywhere; }

input[type="checkbox"], input[type="radio"], input[type="range"] { accent-color: var(--jgm-brand); }
.jgm-input:not([aria-invalid="true"]), .jgm-combo, .jgm-chip-choice, .jgm-drop { border-color: var(--jgm-edge); }
:focus-visible { outline: 2px solid var(--jgm-brand); outline-offset: 1px; }

.jgm-actions { display: flex; flex-wrap: wrap; gap: 8px; }
.jgm-actions > button, .jgm-top > button { font: inherit; color: inherit; min-height: 32px; padding: 4px 14px; background: var(--jgm-bg);
  border: 1px solid var(--jgm-edge); border-radius: var(--jgm-radius); cursor: pointer; }
.jgm-actions > button:hover:not([aria-disabled="true"]), .jgm-top > button:hover { background: var(--jgm-bg-soft); }
.jgm-actions > button[aria-disabled="true"] { opacity: .55; cursor: not-allowed; }
.jgm-actions > .jgm-run { background: var(--jgm-brand); border-color: var(--jgm-brand); color: var(--jgm-on-brand); font-weight: 600;
  min-width: 76px; }
.jgm-actions > .jgm-run:hover:not([aria-disabled="true"]) { background: var(--jgm-brand); filter: brightness(1.1); }
.jgm-actions > .jgm-stop { min-width: 92px; }
.jgm-actions > .jgm-stop:not([aria-disabled="true"]) { border-color: var(--jgm-error); color: var(--jgm-error); }
.jgm-actions > .jgm-quiet { border-color: transparent; color: var(--jgm-fg-soft); }
.jgm-plain { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: left; cursor: pointer; }

.jgm-examples { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
.jgm-sample-table { overflow-x: auto; }
.jgm-samples { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 0; padding: 0; }
.jgm-samples > li { min-width: 0; max-width: 100%; }
.jgm-sample { font: inherit; font-size: 12px; color: inherit; min-height: 28px; max-width: 100%; padding: 3px 10px; cursor: pointer; overflow-wrap: anywhere;
  text-align: left; background: var(--jgm-bg); border: 1px solid var(--jgm-edge); border-radius: var(--jgm-radius); }
.jgm-sample:hover:not(:disabled) { background: var(--jgm-bg-soft); }
.jgm-sample:disabled { opacity: .55; cursor: not-allowed; }
.jgm-thumb { display: block; max-width: 96px; height: 56px; object-fit: contain; border-radius: var(--jgm-radius); }
.jgm-pages { display: flex; align-items: center; gap: 8px; font-size: 12px; color: var(--jgm-fg-soft); font-variant-numeric: tabular-nums; }
.jgm-turn { font: inherit; color: inherit; min-width: 28px; min-height: 28px; background: none; border: 1px solid var(--jgm-edge);
  border-radius: var(--jgm-radius); cursor: pointer; }
.jgm-turn[aria-disabled="true"] { opacity: .45; cursor: default; }
.jgm-examples table { border-collapse: collapse; width: 100%; font-size: 12px; }
.jgm-examples caption { text-align: left; font-weight: 600; padding: 4px 0; }
.jgm-examples th { text-align: left; font-weight: 500; color: var(--jgm-fg-soft); }
.jgm-examples th, .jgm-examples td { padding: 5px 8px; border-bottom: 1px solid var(--jgm-line); max-width: 22em;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jgm-examples tbody tr { cursor: pointer; }
.jgm-examples tbody tr:hover { background: var(--jgm-bg-soft); }
.jgm-examples .jgm-plain { max-width: 100%; overflow: hidden; text-overflow: ellipsis; color: var(--jgm-brand); }

.jgm-results { min-height: 84px; position: relative; }
.jgm-status { font-size: 12px; font-weight: 600; font-variant-numeric: tabular-nums; }
.jgm-views { display: flex; flex-direction: column; gap: 14px; min-width: 0; }
.jgm-stale { opacity: .7; --jgm-fg-soft: var(--jgm-fg); }
.jgm-view { min-width: 0; overflow-wrap: anywhere; display: flex; flex-direction: column; gap: 4px; }
.jgm-pre { font: 12px/1.5 var(--jgm-mono); background: var(--jgm-bg-soft); border-radius: var(--jgm-radius); padding: 8px 10px;
  overflow: auto; max-height: 360px; white-space: pre-wrap; overflow-wrap: anywhere; }
.jgm-failure { border: 1px solid var(--jgm-error); border-left-width: 3px; border-radius: var(--jgm-radius); padding: 8px 12px;
  display: flex; flex-direction: column; gap: 6px; }
.jgm-failure p { white-space: pre-wrap; overflow-wrap: anywhere; }
.jgm-failure .jgm-pre { white-space: pre; overflow-wrap: normal; margin-top: 6px; }
summary { cursor: pointer; font-size: 12px; color: var(--jgm-fg-soft); padding: 2px 0; }
.jgm-log .jgm-pre { margin-top: 4px; max-height: 240px; }
.jgm-count { color: var(--jgm-fg-soft); font-variant-numeric: tabular-nums; }
.jgm-stderr, .jgm-mark { color: var(--jgm-error); }
.jgm-mark { margin-left: 6px; font-size: 11px; }

.jgm-progress { display: flex; flex-direction: column; gap: 8px; }
.jgm-meter-row p { display: flex; justify-content: space-between; gap: 12px; font-size: 12px; margin-bottom: 3px; }
.jgm-meter-row p span:first-child { min-width: 0; overflow-wrap: anywhere; }
.jgm-meter-row .jgm-count { white-space: nowrap; }
.jgm-meter { height: 6px; background: var(--jgm-bg-soft); border-radius: 3px; overflow: hidden; border: 1px solid var(--jgm-line); }
.jgm-meter > div { height: 100%; background: var(--jgm-brand); transition: width .15s linear; }
.jgm-unknown > div { width: 30%; animation: jgm-slide 1.4s ease-in-out infinite; }
@keyframes jgm-slide { from { transform: translateX(-100%); } to { transform: translateX(340%); } }

.jgm-notices { display: flex; flex-direction: column; gap: 8px; }
.jgm-notices:empty { display: none; }
.jgm-notice { display: flex; gap: 8px; justify-content: space-between; background: var(--jgm-bg);
  border: 1px solid var(--jgm-edge); border-left: 4px solid var(--jgm-brand); border-radius: var(--jgm-radius);
  padding: 8px 10px; overflow-wrap: anywhere; }
.jgm-notice p { white-space: pre-line; min-width: 0; }
.jgm-success { border-left-color: var(--jgm-ok); }
.jgm-warning { border-left-color: var(--jgm-warn); }
.jgm-notice button { font-size: 18px; line-height: 1; width: 24px; height: 24px; text-align: center; flex: none; }
.jgm-ask { border: 1px solid var(--jgm-brand); border-radius: var(--jgm-radius); padding: 12px; display: flex; flex-direction: column;
  gap: 10px; }
.jgm-message { font-weight: 600; white-space: pre-line; overflow-wrap: anywhere; }

.jgm-page { display: flex; flex-direction: column; gap: 16px; font-size: 14px; padding: 16px 0 40px; }
.jgm-top { display: flex; flex-wrap: wrap; align-items: baseline; gap: 16px; }
.jgm-top h1 { flex: 1; font-size: 20px; font-weight: 600; overflow-wrap: anywhere; }
.jgm-notebooks { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 12px; }
.jgm-notebooks dl { margin: 0; display: flex; flex-direction: column; gap: 6px; }
.jgm-notebooks dt { font-weight: 600; }
.jgm-notebooks dd { margin: 0; color: var(--jgm-fg-soft); white-space: pre-line; }

@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
  .jgm-unknown > div { width: 100%; opacity: .4; }
}
@media (forced-colors: active) { .jgm-dot, .jgm-meter > div { forced-color-adjust: none; } }
${API_STYLE}`;

/** All of it; what is said here of controls and views is the last word. */
export const STYLE = [CONTROL_STYLE, VIEW_STYLE, API_STYLE, CONNECT_STYLE, RECORDER_STYLE, SIDEBAR_STYLE, OWN, APP_STYLE].join('\n');

/** Give a shadow root the style. */
export function dress(root: ShadowRoot, style = STYLE): void {
  try {
    // These are no inline style to a content security policy, and are parsed once for all panels.
    const sheet = (sheets.get(style) ?? new CSSStyleSheet());
    if (!sheets.has(style)) {
      sheet.replaceSync(style);
      sheets.set(style, sheet);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const element = document.createElement('style');
    element.textContent = style;
    root.append(element);
  }
}

const sheets = new Map<string, CSSStyleSheet>();

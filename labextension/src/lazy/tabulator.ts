/** Tabulator with the parts of it that we use, and how it looks. */

import {
  EditModule,
  FormatModule,
  InteractionModule,
  KeybindingsModule,
  ResizeColumnsModule,
  ResizeTableModule,
  Tabulator
} from 'tabulator-tables';
import rules from 'tabulator-tables/dist/css/tabulator.min.css' with { type: 'text' };

import { styleOf } from './adopt';

Tabulator.registerModule([
  EditModule,
  FormatModule,
  InteractionModule,
  KeybindingsModule,
  ResizeColumnsModule,
  ResizeTableModule
]);

const OURS = `
.jgm-grid { color: var(--jgm-fg, #1f2328); font: 13px/1.4 var(--jgm-font, system-ui, sans-serif); }
.jgm-grid .tabulator { border: 1px solid var(--jgm-line, #d0d7de); border-radius: var(--jgm-radius, 4px);
  background: var(--jgm-bg, #fff); font-size: inherit; transform: none; }
.jgm-grid .tabulator .tabulator-header { background: var(--jgm-bg-soft, #f6f8fa); color: var(--jgm-fg, #1f2328);
  border-bottom: 1px solid var(--jgm-line, #d0d7de); font-weight: 600; }
.jgm-grid .tabulator .tabulator-header .tabulator-col { background: var(--jgm-bg-soft, #f6f8fa);
  border-right: 1px solid var(--jgm-line, #d0d7de); }
.jgm-grid .tabulator .tabulator-header .tabulator-col .tabulator-col-content { padding: 0; }
.jgm-grid .tabulator .tabulator-tableholder .tabulator-table { background: var(--jgm-bg, #fff);
  color: inherit; }
.jgm-grid .tabulator .tabulator-row { background: var(--jgm-bg, #fff); color: inherit; min-height: 28px;
  border-bottom: 1px solid var(--jgm-line, #d0d7de); box-sizing: border-box; }
.jgm-grid .tabulator .tabulator-row.tabulator-row-even { background: var(--jgm-bg, #fff); }
.jgm-grid .tabulator .tabulator-row:hover { background: var(--jgm-bg-soft, #f6f8fa); }
.jgm-grid .tabulator .tabulator-row .tabulator-cell { padding: 4px 8px; height: 28px; line-height: 19px;
  border-right: 1px solid var(--jgm-line, #d0d7de); box-sizing: border-box; }
.jgm-grid.jgm-wrap .tabulator .tabulator-row .tabulator-cell { white-space: normal; overflow-wrap: anywhere; }
.jgm-grid .tabulator .tabulator-row .tabulator-cell.tabulator-editing { border: 0; padding: 0;
  box-shadow: inset 0 0 0 2px var(--jgm-brand, #1976d2); }
.jgm-grid .tabulator .tabulator-row .tabulator-cell:focus-visible,
.jgm-grid .tabulator .tabulator-tableholder:focus-visible { outline: 2px solid var(--jgm-brand, #1976d2);
  outline-offset: -2px; }
.jgm-grid .tabulator .tabulator-tableholder .tabulator-placeholder .tabulator-placeholder-contents {
  color: var(--jgm-fg-soft, #59636e); font: inherit; padding: 12px; }
.jgm-grid .tabulator-cell.jgm-numeric { text-align: right; font-variant-numeric: tabular-nums; }
.jgm-grid .jgm-null { color: var(--jgm-fg-soft, #59636e); font-style: italic; }
.jgm-grid .jgm-sort { all: unset; box-sizing: border-box; display: flex; gap: 4px; align-items: center; width: 100%;
  min-height: 28px; padding: 4px 8px; cursor: pointer; font: inherit; color: inherit; }
.jgm-grid .jgm-sort > span:first-child { overflow: hidden; text-overflow: ellipsis; }
.jgm-grid .jgm-sort:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
.jgm-grid .jgm-arrow { flex: none; width: 1em; font-size: 10px; color: var(--jgm-brand, #1976d2); }
.jgm-grid .jgm-head { display: flex; align-items: center; min-height: 28px; }
.jgm-grid .jgm-head input { all: unset; box-sizing: border-box; flex: 1; min-width: 0; padding: 4px 8px; font: inherit;
  color: inherit; cursor: text; }
.jgm-grid .tabulator-cell input:not([type=checkbox]), .jgm-grid .tabulator-cell textarea { all: unset;
  box-sizing: border-box; width: 100%; height: 100%; padding: 4px 8px; font: inherit; color: inherit;
  white-space: pre; }
.jgm-grid input[type=checkbox] { margin: 0; accent-color: var(--jgm-brand, #1976d2); }
.jgm-grid .tabulator-cell.tabulator-editing input[type=checkbox] { margin: 7px 8px; }
.jgm-grid button:focus-visible, .jgm-grid input:focus-visible { outline: 2px solid var(--jgm-brand, #1976d2);
  outline-offset: -2px; }
.jgm-grid .jgm-remove { all: unset; cursor: pointer; padding: 0 6px; min-width: 12px; text-align: center;
  color: var(--jgm-fg-soft, #59636e); border-radius: 3px; }
.jgm-grid .jgm-remove:hover { color: var(--jgm-error, #b3261e); }
.jgm-grid .jgm-remove:focus-visible { outline: 2px solid var(--jgm-brand, #1976d2); }
.jgm-grid .jgm-remove[disabled] { visibility: hidden; }
.jgm-grid .tabulator .tabulator-row .tabulator-cell.jgm-handle { padding: 4px 0; text-align: center; }
.jgm-grid .jgm-bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; min-height: 28px; margin: 0 0 6px; }
.jgm-grid .jgm-tools { display: flex; flex-wrap: wrap; gap: 8px; margin: 6px 0 0; }
.jgm-grid .jgm-hint { color: var(--jgm-fg-soft, #59636e); font-size: 12px; margin: 6px 0 0; }
.jgm-grid.jgm-over .tabulator { outline: 2px dashed var(--jgm-brand, #1976d2); outline-offset: 1px; }
.jgm-grid .jgm-bar input { box-sizing: border-box; flex: 0 1 16rem; min-width: 8rem; height: 28px; padding: 2px 8px;
  font: inherit; color: inherit; background: var(--jgm-bg, #fff); border: 1px solid var(--jgm-line, #d0d7de);
  border-radius: var(--jgm-radius, 4px); }
.jgm-grid .jgm-count { color: var(--jgm-fg-soft, #59636e); margin-left: auto; }
.jgm-grid .jgm-tools button, .jgm-grid .jgm-fault button { font: inherit; color: inherit; padding: 3px 10px;
  cursor: pointer;
  background: var(--jgm-bg-soft, #f6f8fa); border: 1px solid var(--jgm-line, #d0d7de);
  border-radius: var(--jgm-radius, 4px); }
.jgm-grid .jgm-tools button:disabled { opacity: 0.5; cursor: default; }
.jgm-grid .jgm-fault { color: var(--jgm-error, #b3261e); margin: 6px 0 0; }
.jgm-grid .jgm-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.jgm-grid.jgm-choosable .tabulator-cell { cursor: pointer; }
.jgm-grid [hidden] { display: none; }
`;

const adopt = styleOf(rules + OURS);

/** A place for a table, with our style in it. */
export function gridHost(host: HTMLElement, root: Document | ShadowRoot, wrap: boolean): HTMLElement {
  adopt(root);
  const outer = document.createElement('div');
  outer.className = wrap ? 'jgm-grid jgm-wrap' : 'jgm-grid';
  host.append(outer);
  return outer;
}

/** Say what a table is for people who cannot see it; Tabulator leaves that half done. */
export function nameGrid(place: HTMLElement, label: string, describedBy?: string): void {
  place.setAttribute('aria-label', label);
  if (describedBy) {
    place.setAttribute('aria-describedby', describedBy);
  }
  // It scrolls, so the keyboard must get there; and what has the focus needs a role.
  const scrolled = place.querySelector('.tabulator-tableholder');
  scrolled?.setAttribute('tabindex', '0');
  scrolled?.setAttribute('role', 'rowgroup');
  scrolled?.setAttribute('aria-label', label);
  place.querySelector('.tabulator-table')?.setAttribute('role', 'presentation');
}

/** An element with a class and a text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  text = ''
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

export { Tabulator };

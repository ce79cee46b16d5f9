/** How controls look. The colours are the panel's (`--jgm-…`), with what they are where nobody sets them. */

export const CONTROL_STYLE = `
.jgm-input, .jgm-button, .jgm-slider input, .jgm-check, .jgm-drop, .jgm-list { font: inherit; color: inherit; }
.jgm-input { box-sizing: border-box; display: block; width: 100%; min-width: 0; min-height: 32px; padding: 5px 8px;
  margin: 0;
  background: var(--jgm-bg, #fff); color: var(--jgm-fg, #1f2328); border: 1px solid var(--jgm-line, #d0d7de);
  border-radius: var(--jgm-radius, 4px); line-height: 20px; }
.jgm-input::placeholder, .jgm-combo input::placeholder { color: var(--jgm-fg-soft, #59636e); opacity: 1; }
.jgm-input:focus-visible, .jgm-combo:focus-within { outline: 2px solid var(--jgm-brand, #1976d2);
  outline-offset: -1px; }
.jgm-input:disabled, .jgm-combo[aria-disabled=true] { background: var(--jgm-bg-soft, #f6f8fa);
  color: var(--jgm-fg-soft, #59636e); cursor: not-allowed; }
.jgm-input[aria-invalid=true], .jgm-combo:has([aria-invalid=true]), .jgm-invalid > .jgm-input, .jgm-invalid .cm-editor,
.jgm-invalid .tabulator, .jgm-drop:has([aria-invalid=true]) { border-color: var(--jgm-error, #b3261e); }

.jgm-mixed { display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.jgm-mixed.jgm-over { outline: 2px dashed var(--jgm-brand, #1976d2); outline-offset: 3px; border-radius: var(--jgm-radius, 4px); }
.jgm-mixed-row { display: flex; align-items: flex-end; gap: 6px; min-width: 0; }
.jgm-attach { font: 400 18px/1 var(--jgm-font, sans-serif); color: inherit; flex: 0 0 auto; width: 32px; height: 32px; padding: 0; cursor: pointer;
  background: var(--jgm-bg-soft, #f6f8fa); border: 1px solid var(--jgm-edge, #868e98); border-radius: var(--jgm-radius, 4px); }
.jgm-attach:disabled { opacity: .55; cursor: not-allowed; }
.jgm-textarea { resize: vertical; }
.jgm-textarea[rows='1'] { resize: none; }
.jgm-mono { font-family: var(--jgm-mono, ui-monospace, monospace); }
.jgm-number { font-variant-numeric: tabular-nums; }
.jgm-select { appearance: none; padding-right: 28px; text-overflow: ellipsis; cursor: pointer;
  background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg,
  transparent 50%, currentColor 50%);
  background-position: calc(100% - 16px) 55%, calc(100% - 11px) 55%; background-size: 5px 5px;
  background-repeat: no-repeat; }
.jgm-select option { background: var(--jgm-bg, #fff); color: var(--jgm-fg, #1f2328); }
.jgm-note { margin: 4px 0 0; color: var(--jgm-fg-soft, #59636e); font-size: 12px; overflow-wrap: anywhere; }
.jgm-problem { margin: 4px 0 0; color: var(--jgm-error, #b3261e); font-size: 12px; overflow-wrap: anywhere; }
.jgm-unit { color: var(--jgm-fg-soft, #59636e); font-size: 12px; white-space: nowrap; }
.jgm-required { color: var(--jgm-error, #b3261e); }

.jgm-button { box-sizing: border-box; min-height: 28px; padding: 3px 10px; cursor: pointer; white-space: nowrap;
  background: var(--jgm-bg-soft, #f6f8fa); border: 1px solid var(--jgm-line, #d0d7de);
  border-radius: var(--jgm-radius, 4px); }
.jgm-button:hover:not(:disabled) { border-color: currentColor; }
.jgm-button:disabled, .jgm-icon:disabled, .jgm-link:disabled { opacity: 0.5; cursor: not-allowed; }
.jgm-icon { all: unset; box-sizing: border-box; flex: none; min-width: 24px; height: 24px; line-height: 22px;
  font-size: 16px;
  text-align: center; cursor: pointer; color: var(--jgm-fg-soft, #59636e); border-radius: var(--jgm-radius, 4px); }
.jgm-icon:hover:not(:disabled) { color: var(--jgm-error, #b3261e); background: color-mix(in srgb, currentColor 10%,
  transparent); }
.jgm-link { all: unset; cursor: pointer; font-size: 12px; color: var(--jgm-brand, #1976d2); margin-top: 4px;
  justify-self: start; }
.jgm-link:hover { text-decoration: underline; }
.jgm-button:focus-visible, .jgm-icon:focus-visible, .jgm-link:focus-visible, .jgm-file a:focus-visible,
.jgm-chip button:focus-visible { outline: 2px solid var(--jgm-brand, #1976d2); outline-offset: 1px; }
.jgm-buttons, .jgm-ways { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.jgm-recording { color: var(--jgm-error, #b3261e); border-color: currentColor; }

.jgm-slider { display: grid; grid-template-columns: minmax(0, 1fr) 6.5rem; gap: 0 12px; align-items: center; }
.jgm-slider input[type=range] { width: 100%; margin: 0; height: 24px; accent-color: var(--jgm-brand, #1976d2);
  cursor: pointer; }
.jgm-slider input[type=range]:disabled { cursor: not-allowed; }
.jgm-slider input[type=range]:focus-visible { outline: 2px solid var(--jgm-brand, #1976d2); outline-offset: 2px;
  border-radius: var(--jgm-radius, 4px); }
.jgm-bounds { display: flex; justify-content: space-between; color: var(--jgm-fg-soft, #59636e); font-size: 11px;
  line-height: 14px; grid-column: 1; }

.jgm-check { display: inline-flex; gap: 8px; align-items: flex-start; line-height: 20px; cursor: pointer;
  padding: 4px 0; }
.jgm-check > input { flex: none; width: 16px; height: 16px; margin: 2px 0; accent-color: var(--jgm-brand, #1976d2); }
.jgm-check:has(input:disabled) { cursor: not-allowed; color: var(--jgm-fg-soft, #59636e); }
.jgm-check > input:focus-visible { outline: 2px solid var(--jgm-brand, #1976d2); outline-offset: 2px; }
.jgm-choices { display: flex; flex-wrap: wrap; gap: 6px; }
.jgm-chip-choice { padding: 5px 10px; border: 1px solid var(--jgm-line, #d0d7de); border-radius: var(--jgm-radius, 4px);
  background: var(--jgm-bg, #fff); max-width: 100%; box-sizing: border-box; overflow-wrap: anywhere; }
.jgm-chip-choice:has(input:checked) { border-color: var(--jgm-brand, #1976d2);
  background: color-mix(in srgb, var(--jgm-brand, #1976d2) 10%, var(--jgm-bg, #fff)); }

.jgm-combobox { position: relative; }
.jgm-combo { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; padding: 3px 6px; cursor: text; }
.jgm-combo input { all: unset; flex: 1 1 6rem; min-width: 3rem; line-height: 24px; padding: 0 2px; }
.jgm-caret { flex: none; width: 6px; height: 6px; margin: -4px 5px 0 4px; border: solid currentColor;
  border-width: 0 1.5px 1.5px 0;
  transform: rotate(45deg); opacity: 0.8; pointer-events: none; }
.jgm-chip { display: inline-flex; align-items: center; gap: 2px; max-width: 100%; line-height: 22px;
  padding: 0 2px 0 8px;
  border-radius: var(--jgm-radius, 4px); background: color-mix(in srgb, var(--jgm-brand, #1976d2) 14%, var(--jgm-bg,
  #fff));
  overflow-wrap: anywhere; }
.jgm-chip button { all: unset; cursor: pointer; width: 20px; text-align: center; border-radius: 3px; }
.jgm-list { position: absolute; z-index: 20; left: 0; right: 0; margin: 2px 0 0; padding: 4px; list-style: none;
  max-height: 260px;
  overflow: auto; background: var(--jgm-bg, #fff); border: 1px solid var(--jgm-line, #d0d7de);
  border-radius: var(--jgm-radius, 4px); box-shadow: 0 4px 16px rgb(0 0 0 / 0.2); }
.jgm-list li { padding: 5px 8px 5px 24px; border-radius: 3px; cursor: pointer; overflow-wrap: anywhere;
  position: relative; }
.jgm-list li.jgm-active { background: color-mix(in srgb, var(--jgm-brand, #1976d2) 16%, transparent); }
.jgm-list li[aria-selected=true]::before { content: '✓'; position: absolute; left: 8px; color: var(--jgm-brand,
  #1976d2); }
.jgm-list li[aria-disabled=true] { opacity: 0.5; cursor: not-allowed; }

.jgm-datetime { display: flex; gap: 8px; align-items: center; }
.jgm-datetime .jgm-input { max-width: 16rem; }
.jgm-color { display: flex; gap: 8px; }
.jgm-color input[type=color] { flex: none; width: 44px; height: 32px; padding: 2px; cursor: pointer;
  background: var(--jgm-bg, #fff); border: 1px solid var(--jgm-line, #d0d7de); border-radius: var(--jgm-radius, 4px); }
.jgm-color .jgm-input { max-width: 16rem; }

.jgm-media, .jgm-files { display: grid; gap: 6px; grid-template-columns: minmax(0, 1fr); }
.jgm-drop { position: relative; display: grid; justify-items: center; align-content: center; gap: 8px; min-height: 92px;
  padding: 12px; box-sizing: border-box; text-align: center; background: var(--jgm-bg-soft, #f6f8fa);
  border: 1px dashed var(--jgm-fg-soft, #59636e); border-radius: var(--jgm-radius, 4px); }
.jgm-drop.jgm-small { min-height: 0; padding: 6px 12px; }
.jgm-drop.jgm-over { border-color: var(--jgm-brand, #1976d2); border-style: solid;
  background: color-mix(in srgb, var(--jgm-brand, #1976d2) 12%, var(--jgm-bg, #fff)); }
.jgm-drop:focus-within:has(.jgm-pick:focus-visible) { outline: 2px solid var(--jgm-brand, #1976d2);
  outline-offset: 1px; }
.jgm-pick { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
.jgm-drop[aria-disabled=true], .jgm-drop[aria-disabled=true] .jgm-pick { cursor: not-allowed; }
.jgm-drop[aria-disabled=true] .jgm-drop-text { opacity: 0.6; }
.jgm-drop-text { color: var(--jgm-fg-soft, #59636e); }
.jgm-drop-text b { color: var(--jgm-brand, #1976d2); font-weight: 600; }
.jgm-ways { position: relative; justify-content: center; }
.jgm-file { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; min-height: 32px;
  padding: 2px 4px 2px 8px;
  box-sizing: border-box; border: 1px solid var(--jgm-line, #d0d7de); border-radius: var(--jgm-radius, 4px);
  background: var(--jgm-bg, #fff); }
.jgm-file-name { flex: 1 1 8rem; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  color: inherit; }
a.jgm-file-name { color: var(--jgm-brand, #1976d2); text-decoration: none; }
a.jgm-file-name:hover { text-decoration: underline; }
.jgm-file-size { flex: none; color: var(--jgm-fg-soft, #59636e); font-size: 12px; font-variant-numeric: tabular-nums; }
.jgm-file progress { flex: 1 1 6rem; min-width: 4rem; height: 6px; accent-color: var(--jgm-brand, #1976d2); }
.jgm-file .jgm-problem { flex: 1 1 100%; margin: 0; order: 9; }
.jgm-picture { display: block; max-width: 100%; max-height: 240px; margin: 0 auto; object-fit: contain;
  border-radius: var(--jgm-radius, 4px); }
.jgm-pixels { display: block; padding: 0; border: 0; background: none; margin: 0 auto; cursor: crosshair; max-width: 100%; }
canvas.jgm-picture[hidden] { display: none; }
.jgm-player { display: block; width: 100%; max-height: 280px; }
video.jgm-player { background: #000; border-radius: var(--jgm-radius, 4px); }
.jgm-camera { display: grid; gap: 8px; }
.jgm-gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: 8px; margin: 0;
  padding: 0;
  list-style: none; }
.jgm-gallery li { position: relative; display: grid; place-items: center; min-height: 96px; overflow: hidden;
  background: var(--jgm-bg-soft, #f6f8fa); border: 1px solid var(--jgm-line, #d0d7de);
  border-radius: var(--jgm-radius, 4px); }
.jgm-gallery .jgm-icon { position: absolute; top: 2px; right: 2px; background: var(--jgm-bg, #fff);
  color: var(--jgm-fg, #1f2328); }

.jgm-json { display: grid; grid-template-columns: minmax(0, 1fr); }
.jgm-code, .jgm-dataframe { min-width: 0; }
.jgm-nested { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); padding: 8px 0 4px 12px;
  border-left: 2px solid var(--jgm-line, #d0d7de); }
.jgm-nested-field { display: grid; gap: 4px; min-width: 0; border: 0; margin: 0; padding: 0;
  grid-template-columns: minmax(0, 1fr); }
.jgm-nested-field > label:not(.jgm-check), .jgm-nested-field > legend { font-weight: 600; font-size: 12px; padding: 0; }
.jgm-items { padding-left: 0; border-left: 0; gap: 6px; justify-items: start; }
.jgm-item { position: relative; display: flex; gap: 4px; align-items: center; width: 100%; }
.jgm-item > :nth-child(2) { flex: 1; }
.jgm-record { align-items: flex-start; }
.jgm-record > .jgm-nested-field { flex: 1; }
.jgm-record > .jgm-icon { flex: none; }
.jgm-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
`;

/** How views look. The variables are the panel's. */

export const VIEW_STYLE = `
.jgmv-soft { color: var(--jgm-fg-soft); font-size: 12px; }
.jgmv-none { color: var(--jgm-fg-soft); font-style: italic; margin: 0; }
.jgmv-problem { color: var(--jgm-error); margin: 0 0 4px; overflow-wrap: anywhere; }
.jgmv-waiting { display: block; height: 48px; border-radius: var(--jgm-radius); background: var(--jgm-bg-soft);
  animation: jgmv-waiting 1.2s ease-in-out infinite alternate; }
@keyframes jgmv-waiting { from { opacity: 1; } to { opacity: 0.5; } }
@media (prefers-reduced-motion: reduce) { .jgmv-waiting { animation: none; } }

.jgmv-actions { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; justify-content: flex-end;
  margin-top: 4px; font-size: 12px; min-height: 20px; }
.jgmv-action { font: 12px/1.5 var(--jgm-font); color: var(--jgm-brand); background: none; border: 0; padding: 1px 4px;
  margin: 0; border-radius: var(--jgm-radius); cursor: pointer; text-decoration: none; }
.jgmv-action:hover:not(:disabled) { background: var(--jgm-bg-soft); text-decoration: underline; }
.jgmv-action:disabled { color: var(--jgm-fg-soft); cursor: default; }
.jgmv-bare { display: block; padding: 0; margin: 0; border: 0; background: none; cursor: zoom-in; max-width: 100%;
  border-radius: var(--jgm-radius); color: inherit; font: inherit; }
[class^="jgmv-"]:focus-visible, [class^="jgmv-"] :is(a, audio, video, summary):focus-visible {
  outline: 2px solid var(--jgm-brand); outline-offset: 1px; }
[class^="jgmv-"][hidden] { display: none; }

.jgmv-pre { font: 13px/1.5 var(--jgm-mono); white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 8px 10px;
  max-height: 400px; min-height: 1.5em; overflow: auto; color: var(--jgm-fg); background: var(--jgm-bg-soft);
  border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }
.jgmv-text .jgmv-pre { font-family: var(--jgm-font); }
.jgmv-text .jgmv-mono { font-family: var(--jgm-mono); }
.jgmv-number { font: 500 20px/1.4 var(--jgm-font); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.jgmv-yes { color: var(--jgm-ok); font-weight: 600; }
.jgmv-no { color: var(--jgm-fg-soft); font-weight: 600; }
.jgmv-bar { display: block; height: 6px; border-radius: 3px; background: var(--jgm-line); overflow: hidden; }
.jgmv-bar > span { display: block; height: 100%; background: var(--jgm-brand); border-radius: 3px; }
.jgmv-marked p { margin: 0; line-height: 1.9; white-space: pre-wrap; overflow-wrap: anywhere; }
.jgmv-marked mark { color: inherit; padding: 1px 4px; margin: 0 1px; border-radius: var(--jgm-radius); }
.jgmv-marked small { font-size: 11px; font-weight: 600; white-space: nowrap; }
.jgmv-legend { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 0 0 6px; padding: 0; font-size: 12px; }
.jgmv-legend li { padding: 0 8px; border-radius: var(--jgm-radius); overflow-wrap: anywhere; }
.jgmv-scale { display: flex; justify-content: space-between; min-width: 160px; background: linear-gradient(to right,
  color-mix(in srgb, hsl(212 80% 50%) 45%, transparent), transparent, color-mix(in srgb, hsl(0 75% 50%) 45%, transparent)); }
.jgmv-slider { max-width: 320px; }
.jgmv-chips { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; margin: 0; padding: 0; }
.jgmv-chips li { padding: 1px 10px; border: 1px solid var(--jgm-line); border-radius: 12px; background: var(--jgm-bg-soft);
  overflow-wrap: anywhere; }
.jgmv-color { display: flex; gap: 8px; align-items: center; }
.jgmv-color code { font-family: var(--jgm-mono); }
.jgmv-swatch { width: 24px; height: 24px; border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }

.jgmv-picture { margin: 0; width: fit-content; max-width: 100%; }
.jgmv-pixels { cursor: crosshair; }
.jgmv-picture img { display: block; max-width: 100%; max-height: 480px; border-radius: var(--jgm-radius); }
.jgmv-media audio { display: block; width: 100%; }
.jgmv-media video { display: block; max-width: 100%; max-height: 480px; border-radius: var(--jgm-radius); background: #000; }
.jgmv-first { color: var(--jgm-fg-soft); margin-right: auto; }
.jgmv-media .jgmv-soft { overflow-wrap: anywhere; margin-right: auto; }
.jgmv-unshown { padding: 8px 10px; border: 1px dashed var(--jgm-line); border-radius: var(--jgm-radius); }
.jgmv-files { list-style: none; margin: 0; padding: 0; border: 1px solid var(--jgm-line);
  border-radius: var(--jgm-radius); }
.jgmv-files li { display: flex; gap: 12px; align-items: baseline; justify-content: space-between; padding: 5px 10px; }
.jgmv-files li + li { border-top: 1px solid var(--jgm-line); }
.jgmv-files .jgmv-soft { white-space: nowrap; }
.jgmv-file { font: inherit; color: var(--jgm-brand); background: none; border: 0; padding: 0; cursor: pointer;
  text-decoration: none; overflow-wrap: anywhere; text-align: left; }
.jgmv-file:hover { text-decoration: underline; }
.jgmv-gallery { display: grid; gap: 8px; list-style: none; margin: 0; padding: 0;
  --least: calc((100% - (var(--jgm-columns, 99) - 1) * 8px) / var(--jgm-columns, 99));
  grid-template-columns: repeat(auto-fill, minmax(max(min(110px, 100%), var(--least)), 1fr)); }
.jgmv-gallery li { min-width: 0; }
.jgmv-gallery .jgmv-bare { width: 100%; }
.jgmv-gallery img, .jgmv-gallery video { display: block; width: 100%; aspect-ratio: 1; object-fit: cover;
  border-radius: var(--jgm-radius); background: var(--jgm-bg-soft); }
.jgmv-caption { display: block; font-size: 12px; color: var(--jgm-fg-soft); overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; margin-top: 2px; }
.jgmv-dialog { border: 1px solid var(--jgm-line); border-radius: 8px; padding: 36px 12px 8px; max-width: min(96vw, 1600px);
  max-height: 96vh; box-sizing: border-box; color: var(--jgm-fg); background: var(--jgm-bg); overflow: auto;
  font: 13px/1.5 var(--jgm-font); }
.jgmv-dialog::backdrop { background: #000b; }
.jgmv-dialog > img, .jgmv-dialog > video { display: block; margin: 0 auto; max-width: 100%; max-height: calc(96vh - 90px);
  min-width: min(40vw, 320px); object-fit: contain; }
.jgmv-dialog .jgmv-actions { justify-content: space-between; }
.jgmv-close { position: absolute; top: 6px; right: 8px; font-size: 16px; }

.jgmv-table { overflow: auto; max-height: 400px; border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }
.jgmv-table table { border-collapse: collapse; font-size: 13px; width: 100%; }
.jgmv-table th { position: sticky; top: 0; background: var(--jgm-bg-soft); text-align: left; }
.jgmv-table th, .jgmv-table td { padding: 3px 8px; border-bottom: 1px solid var(--jgm-line); max-width: 320px;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jgmv-right { text-align: right; font-variant-numeric: tabular-nums; }

.jgmv-json { position: relative; }
.jgmv-tree { font: 13px/1.6 var(--jgm-mono); max-height: 480px; overflow: auto; padding: 6px 10px; color: var(--jgm-fg);
  background: var(--jgm-bg-soft); border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }
.jgmv-children { padding-left: 16px; border-left: 1px solid var(--jgm-line); margin-left: 5px; }
.jgmv-leaf { padding-left: 14px; overflow-wrap: anywhere; white-space: pre-wrap; }
.jgmv-end { padding-left: 14px; }
.jgmv-tree > .jgmv-leaf { padding-left: 0; }
.jgmv-fold { cursor: pointer; overflow-wrap: anywhere; }
.jgmv-fold:hover { background: var(--jgm-line); }
.jgmv-sign { display: inline-block; width: 14px; color: var(--jgm-fg-soft); }
.jgmv-tree .jgmv-soft { font-size: inherit; }
.jgmv-key { color: var(--jgm-brand); }
.jgmv-string { color: var(--jgm-ok); }
.jgmv-tree .jgmv-number { font: inherit; color: var(--jgm-warn); }
.jgmv-boolean, .jgmv-null { color: var(--jgm-warn); font-weight: 600; }

.jgmv-markdown { color: var(--jgm-fg); font: 14px/1.6 var(--jgm-font); overflow-wrap: anywhere; }
.jgmv-raw { white-space: pre-wrap; }
.jgmv-markdown > :first-child { margin-top: 0; }
.jgmv-markdown > :last-child { margin-bottom: 0; }
.jgmv-markdown :is(h1, h2, h3, h4, h5, h6) { font-weight: 600; line-height: 1.3; margin: 1em 0 0.4em; }
.jgmv-markdown h1 { font-size: 1.5em; }
.jgmv-markdown h2 { font-size: 1.3em; }
.jgmv-markdown h3 { font-size: 1.12em; }
.jgmv-markdown :is(h4, h5, h6) { font-size: 1em; }
.jgmv-markdown :is(p, ul, ol, blockquote, pre, table) { margin: 0.5em 0; }
.jgmv-markdown :is(ul, ol) { padding-left: 1.6em; }
.jgmv-markdown a { color: var(--jgm-brand); }
/* A formula stays in the place of its text, whatever room it says it takes. */
.jgmv-markdown:has(math) { contain: paint; }
.jgmv-markdown math[display="block"] { max-width: 100%; overflow-x: auto; overflow-y: hidden; padding: 4px 0; }
.jgmv-markdown img { max-width: 100%; }
.jgmv-markdown code { font: 0.92em var(--jgm-mono); background: var(--jgm-bg-soft); padding: 1px 4px;
  border-radius: var(--jgm-radius); }
.jgmv-markdown pre { padding: 8px 10px; overflow: auto; background: var(--jgm-bg-soft); border: 1px solid var(--jgm-line);
  border-radius: var(--jgm-radius); line-height: 1.5; }
.jgmv-markdown pre code { padding: 0; background: none; }
.jgmv-markdown blockquote { margin-left: 0; padding-left: 12px; border-left: 3px solid var(--jgm-line);
  color: var(--jgm-fg-soft); }
.jgmv-markdown table { border-collapse: collapse; display: block; max-width: 100%; overflow-x: auto; }
.jgmv-markdown :is(th, td) { border: 1px solid var(--jgm-line); padding: 3px 8px; }
.jgmv-markdown th { background: var(--jgm-bg-soft); }
.jgmv-markdown hr { border: 0; border-top: 1px solid var(--jgm-line); margin: 1em 0; }

.jgmv-html { overflow: hidden; color: var(--jgm-fg); font-family: var(--jgm-font);
  border-radius: var(--jgm-radius); }
.jgmv-html iframe { display: block; width: 100%; height: 100%; border: 0; }
.jgmv-frame { display: block; width: 100%; height: 320px; border: 0; color: var(--jgm-fg); background: var(--jgm-bg); }

.jgmv-label strong { display: block; font: 600 20px/1.4 var(--jgm-font); overflow-wrap: anywhere; margin-bottom: 6px; }
.jgmv-label ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 6px; }
.jgmv-label li { display: grid; grid-template-columns: 1fr auto; gap: 1px 8px; align-items: baseline; }
.jgmv-label li > span:first-child { overflow-wrap: anywhere; }
.jgmv-label .jgmv-soft { font-variant-numeric: tabular-nums; }
.jgmv-label .jgmv-bar { grid-column: 1 / -1; }

.jgmv-below { margin: 4px 0 0; color: var(--jgm-fg-soft); font-size: 12px; text-align: center; }
.jgmv-chat { max-height: 480px; overflow: auto; border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius);
  padding: 10px; box-sizing: border-box; }
.jgmv-messages { display: flex; flex-direction: column; gap: 8px; }
.jgmv-bubble { position: relative; align-self: flex-start; max-width: 85%; min-width: 0; padding: 6px 10px; border-radius: 10px 10px 10px 2px;
  background: var(--jgm-bg-soft); border: 1px solid var(--jgm-line); box-sizing: border-box; }
.jgmv-user { align-self: flex-end; border-radius: 10px 10px 2px 10px;
  background: color-mix(in srgb, var(--jgm-brand) 14%, var(--jgm-bg)); }
.jgmv-role { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.jgmv-acts { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; }
.jgmv-acts .jgmv-action { min-height: 22px; }
.jgmv-acts [aria-pressed=true] { border-color: var(--jgm-brand); background: color-mix(in srgb, var(--jgm-brand) 18%, var(--jgm-bg)); }
.jgmv-acts .jgmv-option { border: 1px solid var(--jgm-line); border-radius: 999px; padding: 1px 10px; background: var(--jgm-bg); }
.jgmv-thumb { display: block; fill: currentColor; }
.jgmv-choosable { cursor: pointer; border-radius: 4px; }
.jgmv-choosable:hover { background: color-mix(in srgb, currentColor 6%, transparent); }
.jgmv-editing textarea { box-sizing: border-box; width: 100%; min-width: 16rem; font: inherit; color: inherit;
  background: var(--jgm-bg); border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); padding: 4px 8px; }
.jgmv-label .jgmv-pick { cursor: pointer; text-align: left; text-decoration: underline dotted; overflow-wrap: anywhere; }
.jgmv-bubble summary { cursor: pointer; color: var(--jgm-fg-soft); }
`;

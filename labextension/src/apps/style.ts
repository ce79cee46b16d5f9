/** How what only apps have looks: components that stand by themselves, their buttons, and what is told at them. */

export const APP_STYLE = `
.jgm-placed { position: relative; display: flex; flex-direction: column; gap: 6px; min-width: 0; }
/* Beside fields a button is at their lower edge, and no wider than it needs to be unless its author says so. */
.jgm-row > .jgm-placed:has(> .jgm-act) { flex: 1 1 0; min-width: min(96px, 100%); justify-content: flex-end; }
.jgm-row:has(> .jgm-placed > .jgm-field, > .jgm-placed > .jgm-view) > .jgm-placed:has(> .jgm-act) { flex: 0 0 auto; min-width: min(112px, 100%); }
.jgm-row { align-items: stretch; }
.jgm-equal > .jgm-placed > :is(.jgm-field, .jgm-view) { flex: 1; }
.jgm-compact { gap: 6px; }
.jgm-ground { background: var(--jgm-bg-soft); border-radius: var(--jgm-radius); padding: 10px; }
.jgm-row > .jgm-placed > .jgm-act { min-height: 32px; padding-block: 4px; }
.jgm-placed > .jgm-field, .jgm-placed > .jgm-view { width: 100%; }
.jgm-blank { margin: 0; min-height: 32px; padding: 5px 8px; line-height: 20px; box-sizing: border-box; background: var(--jgm-bg-soft);
  border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); color: var(--jgm-fg-soft); overflow-wrap: anywhere; }
.jgm-tall { min-height: var(--jgm-height, 160px); }
/* A value takes the room that a field of its kind takes, whether it is there or not: nothing moves when it comes. */
.jgm-placed .jgmv-text > .jgmv-pre, .jgm-lines { box-sizing: border-box; min-height: calc(var(--jgm-lines, 1) * 20px + 12px);
  padding: 5px 8px; font-size: inherit; line-height: 20px; }
.jgm-placed > .jgm-view > .jgmv-number { display: block; box-sizing: border-box; min-height: 32px; padding: 5px 8px; font: inherit; line-height: 20px;
  font-variant-numeric: tabular-nums; background: var(--jgm-bg-soft); border: 1px solid var(--jgm-line); border-radius: var(--jgm-radius); }
.jgm-ground :is(.jgm-blank, .jgmv-pre), .jgm-ground .jgm-placed > .jgm-view > .jgmv-number { background: var(--jgm-bg); }
.jgm-placed > .jgm-view > .jgmv-text > .jgmv-actions { position: absolute; top: 0; right: 0; margin: 0; min-height: 18px; line-height: 18px; }
.jgm-placed > .jgm-view:not(:has(> .jgm-label)) > .jgmv-text > .jgmv-actions { top: 6px; right: 8px; background: var(--jgm-bg-soft); }
.jgm-placed:has(.jgm-running) > .jgm-view > .jgmv-text > .jgmv-actions { visibility: hidden; }
.jgm-placed .jgmv-picture img, .jgm-placed .jgmv-media video, .jgm-placed .jgm-picture { max-height: var(--jgm-most, 480px); }
.jgm-placed .jgm-picture { max-height: var(--jgm-most, 240px); }
.jgm-placed .jgmv-chat { height: var(--jgm-height, auto); min-height: var(--jgm-least, 160px); max-height: var(--jgm-most, 480px); resize: vertical; }
.jgm-placed .jgmv-markdown { max-height: var(--jgm-most, none); overflow-y: auto; }
.jgm-sign { width: 18px; height: 18px; object-fit: contain; vertical-align: -4px; margin-right: 8px; }
.jgm-act[aria-label] > .jgm-sign { margin-right: 0; }
.jgm-filling > :first-child { position: relative; }
.jgm-filling:has(> .jgm-strip > .jgm-progress) > :first-child::after { display: none; }
/* Progress lies over the place where the result will be. */
.jgm-strip > .jgm-progress { position: absolute; z-index: 1; left: 1px; right: 1px; bottom: 1px; gap: 2px; padding: 2px 8px 3px; pointer-events: none;
  background: var(--jgm-bg-soft); border-radius: var(--jgm-radius); }
.jgm-strip > .jgm-progress .jgm-meter-row p > span { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jgm-strip > .jgm-progress .jgm-meter-row p > span:first-child { flex: 1 0 50%; }
.jgm-strip > .jgm-progress .jgm-meter { background: var(--jgm-bg); }
/* Where there is nothing yet, not even a place for it. */
.jgm-placed:empty { display: none; }
.jgm-placed > .jgm-strip:first-child { position: relative; inset: auto; min-height: 26px; }
.jgm-placed > .jgm-strip:first-child > .jgm-progress { position: static; margin-top: 26px; }
.jgm-strip > .jgm-progress .jgm-meter-row p { margin-bottom: 1px; line-height: 16px; }
.jgm-filling > :first-child::after { content: ""; position: absolute; z-index: 1; left: 0; right: 0; bottom: -4px; height: 2px; border-radius: 1px;
  background: linear-gradient(90deg, transparent, var(--jgm-brand), transparent) 0 0 / 40% 100% no-repeat;
  opacity: 0; animation: jgm-come .2s linear .4s forwards, jgm-pass 1.4s ease-in-out .4s infinite; }
@keyframes jgm-come { to { opacity: 1; } }
@keyframes jgm-pass { from { background-position: -60% 0; } to { background-position: 160% 0; } }

.jgm-act { font: inherit; font-weight: 600; color: inherit; box-sizing: border-box; min-height: 36px; padding: 6px 14px; text-align: center;
  background: var(--jgm-bg-soft); border: 1px solid var(--jgm-edge); border-radius: var(--jgm-radius); cursor: pointer; overflow-wrap: anywhere; }
.jgm-act:hover:not(:disabled) { filter: brightness(.96); text-decoration: none; }
.jgm-act:disabled { opacity: .55; cursor: not-allowed; }
/* Who clicks sees no flicker where it is done at once. */
.jgm-act[aria-disabled="true"] { cursor: progress; animation: jgm-pale .2s linear .4s forwards; }
@keyframes jgm-pale { to { opacity: .55; } }
.jgm-inverse { background: var(--jgm-fg); border-color: var(--jgm-fg); color: var(--jgm-bg); }
.jgm-middle { min-height: 32px; padding: 4px 12px; }
.jgm-row > .jgm-placed > .jgm-small { align-self: stretch; }
.jgm-primary { background: var(--jgm-brand); border-color: var(--jgm-brand); color: var(--jgm-on-brand); }
.jgm-primary:hover:not(:disabled) { filter: brightness(1.1); }
.jgm-danger { background: var(--jgm-bg); border-color: var(--jgm-error); color: var(--jgm-error); }
.jgm-small { min-height: 28px; padding: 2px 10px; font-size: 12px; font-weight: 500; align-self: flex-start; }

.jgm-acts { display: flex; flex-direction: column; }
.jgm-placed:has(> .jgm-acts) .jgm-act:hover { text-decoration: none; }
.jgm-row > .jgm-sidebar { flex: 1 1 100%; max-width: 100%; box-sizing: border-box; align-self: stretch; padding: 4px 10px 8px;
  background: var(--jgm-bg-soft); border-radius: var(--jgm-radius); }
.jgm-row > .jgm-sidebar + .jgm-column, .jgm-row > .jgm-column:has(+ .jgm-sidebar) { flex: 1 1 320px; }
@container (min-width: 560px) {
  .jgm-row > .jgm-sidebar { flex: 0 0 auto; }
  .jgm-row > .jgm-sidebar[open] { flex: 0 1 var(--jgm-aside, 320px); }
}
.jgm-sender { display: flex; align-items: flex-end; gap: 8px; min-width: 0; width: 100%; }
.jgm-sender > .jgm-field { flex: 1; min-width: 0; }
.jgm-sender > .jgm-act { flex: 0 0 auto; min-width: 88px; min-height: 32px; padding-block: 4px; }
.jgm-row.jgm-tools { display: flex; flex-wrap: wrap; gap: 6px; }
.jgm-row.jgm-tools > .jgm-placed { flex: 0 0 auto; min-width: 0; }
.jgm-row.jgm-tools > .jgm-placed > .jgm-act { min-height: 26px; padding-block: 2px; }
.jgm-resting { opacity: .55; }
.jgm-welcome { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 12px; padding: 16px; text-align: center; }
.jgm-offers { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin: 0; padding: 0; list-style: none; }
.jgm-offers .jgm-act { font-weight: 400; background: var(--jgm-bg); color: var(--jgm-fg); text-align: start; }

.jgm-strip { display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.jgm-strip > .jgm-notices:empty { display: none; }
.jgm-strip:not(:has(> :not(.jgm-running, .jgm-progress, .jgm-notices:empty))) { position: absolute; inset: 0; pointer-events: none; }
.jgm-strip .jgm-running { pointer-events: auto; }
.jgm-running { position: absolute; z-index: 2; top: -2px; right: 0; margin: 0; display: flex; align-items: center; gap: 8px; font-size: 12px;
  line-height: 18px; color: var(--jgm-fg-soft); background: var(--jgm-bg); padding: 0 0 0 8px; border-radius: var(--jgm-radius); white-space: nowrap;
  font-variant-numeric: tabular-nums; opacity: 0; animation: jgm-come .2s linear .4s forwards; }
.jgm-halt { font: inherit; color: var(--jgm-error); min-height: 24px; padding: 0 8px; background: var(--jgm-bg); cursor: pointer;
  border: 1px solid var(--jgm-error); border-radius: var(--jgm-radius); }
.jgm-halt[aria-disabled="true"] { opacity: .55; cursor: not-allowed; }
/* Where there is no place for a result, progress comes after what began it, with Stop in a line of its own. */
.jgm-strip.jgm-below:has(> .jgm-progress) { position: relative; inset: auto; }
.jgm-strip.jgm-below:has(> .jgm-progress) > .jgm-running { position: static; justify-content: flex-end; padding: 0; background: none; flex-wrap: wrap; }
.jgm-placed > .jgm-strip.jgm-below > .jgm-progress, .jgm-strip.jgm-below > .jgm-progress { position: static; margin: 0; contain: inline-size; }
.jgm-strip.jgm-below > .jgm-progress .jgm-meter-row p { flex-wrap: wrap; }
.jgm-strip.jgm-below > .jgm-progress .jgm-meter-row p > span { white-space: normal; }
@media (prefers-reduced-motion: reduce) { .jgm-filling > :first-child::after, .jgm-running { opacity: 1; background-position: 50% 0; } }
`;

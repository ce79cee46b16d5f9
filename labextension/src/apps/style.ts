/** How what only apps have looks: components that stand by themselves, their buttons, and what is told at them. */

export const APP_STYLE = `
.jgm-placed { position: relative; display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.jgm-row > .jgm-placed { justify-content: flex-end; }
.jgm-row { align-items: stretch; }
.jgm-row > .jgm-placed:has(> .jgm-act) { flex: 1 1 96px; }
.jgm-row:has(> .jgm-placed > .jgm-field) > .jgm-placed:has(> .jgm-act) { flex: 0 0 auto; min-width: 112px; }
.jgm-row > .jgm-placed > .jgm-act { min-height: 32px; padding-block: 4px; }
.jgm-placed > .jgm-field, .jgm-placed > .jgm-view { width: 100%; }
.jgm-blank { margin: 0; min-height: 32px; padding: 5px 8px; line-height: 20px; box-sizing: border-box; background: var(--jgm-bg-soft);
  border-radius: var(--jgm-radius); color: var(--jgm-fg-soft); overflow-wrap: anywhere; }
/* Where a text comes with a way to copy it. */
.jgm-copied { margin-bottom: 24px; }
.jgm-tall { min-height: 160px; }
.jgm-filling > :first-child { position: relative; }
.jgm-filling:has(> .jgm-strip > .jgm-progress) > :first-child::after { display: none; }
.jgm-filling > :first-child::after { content: ""; position: absolute; z-index: 1; left: 0; right: 0; bottom: -4px; height: 2px; border-radius: 1px;
  background: linear-gradient(90deg, transparent, var(--jgm-brand), transparent) 0 0 / 40% 100% no-repeat;
  opacity: 0; animation: jgm-come .2s linear .4s forwards, jgm-pass 1.4s ease-in-out .4s infinite; }
@keyframes jgm-come { to { opacity: 1; } }
@keyframes jgm-pass { from { background-position: -60% 0; } to { background-position: 160% 0; } }

.jgm-act { font: inherit; font-weight: 600; color: inherit; box-sizing: border-box; min-height: 36px; padding: 6px 14px; text-align: center;
  background: var(--jgm-bg-soft); border: 1px solid var(--jgm-edge); border-radius: var(--jgm-radius); cursor: pointer; overflow-wrap: anywhere; }
.jgm-act:hover:not(:disabled) { filter: brightness(.96); text-decoration: none; }
.jgm-act:disabled { opacity: .55; cursor: not-allowed; }
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

.jgm-strip { display: flex; flex-direction: column; gap: 6px; min-width: 0; }
.jgm-strip > .jgm-notices:empty { display: none; }
.jgm-strip:not(:has(> :not(.jgm-running):not(.jgm-notices:empty))) { position: absolute; top: 0; right: 0; }
.jgm-running { position: absolute; z-index: 2; top: -2px; right: 0; margin: 0; display: flex; align-items: center; gap: 8px; font-size: 12px;
  line-height: 18px; color: var(--jgm-fg-soft); background: var(--jgm-bg); padding: 0 0 0 8px; border-radius: var(--jgm-radius); white-space: nowrap;
  font-variant-numeric: tabular-nums; opacity: 0; animation: jgm-come .2s linear .4s forwards; }
.jgm-halt { font: inherit; color: var(--jgm-error); min-height: 24px; padding: 0 8px; background: var(--jgm-bg); cursor: pointer;
  border: 1px solid var(--jgm-error); border-radius: var(--jgm-radius); }
.jgm-halt[aria-disabled="true"] { opacity: .55; cursor: not-allowed; }
@media (prefers-reduced-motion: reduce) { .jgm-filling > :first-child::after, .jgm-running { opacity: 1; background-position: 50% 0; } }
`;

/** What our commands and plugins are called. Shortcuts and other extensions name them, so they stay. */

export const PREFIX = 'jupyter-gradio-mcp:';

/** In the palette. */
export const CATEGORY = 'Functions for Agents';

/** Domain of the translations. */
export const DOMAIN = 'jupyter_gradio_mcp';

/** Id of the sidebar, which saved layouts name. */
export const SIDEBAR = 'jupyter-gradio-mcp-functions';

/** Of everything, or of the notebook that is open. */
export const COMMANDS = {
  sidebar: `${PREFIX}open-sidebar`,
  page: `${PREFIX}open-functions`,
  all: `${PREFIX}open-all`,
  here: `${PREFIX}open-this-notebook`,
  connect: `${PREFIX}connect`,
  keys: `${PREFIX}keys`,
  calls: `${PREFIX}calls`,
  pauseAll: `${PREFIX}pause-all`,
  resumeAll: `${PREFIX}resume-all`,
  mcpUrl: `${PREFIX}copy-mcp-url`,
  /** The one that a saved layout is restored with. */
  view: `${PREFIX}open-view`
} as const;

/** Of one function or one notebook, which they get as an `Item`. */
export const ITEM_COMMANDS = {
  open: `${PREFIX}open-api`,
  run: `${PREFIX}run`,
  copyName: `${PREFIX}copy-name`,
  copyUrl: `${PREFIX}copy-url`,
  copySnippet: `${PREFIX}copy-snippet`,
  showCell: `${PREFIX}show-cell`,
  pause: `${PREFIX}pause`,
  resume: `${PREFIX}resume`,
  remove: `${PREFIX}remove`
} as const;

/** What JupyterLab's extension uses of `panel.js`. */

export { setTranslator } from '../words';
export { mountSidebar } from './sidebar';
export { snippetOf } from './snippet';
export { mountView } from './views';

/** `panel.js`: all of a panel, as the extension of JupyterLab and the widget load it. */

export { mountPanel } from './mount';
export { mountPage } from './page';

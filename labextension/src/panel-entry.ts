/** `panel.js`: panels and API pages, as the extension of JupyterLab and the widget load it. */

export { mountApi, mountPanel } from './mount';
export { mountPage } from './page';
export { mountSidebar, mountView, setTranslator, snippetOf } from './sidebar/index';

/** The JupyterLab and Notebook 7 extension. What is drawn comes from `panel.js`, when it is to be seen. */

import { functions } from './lab/functions';
import { outputs } from './lab/outputs';
import { sidebar } from './lab/sidebar';

export default [outputs, functions, sidebar];

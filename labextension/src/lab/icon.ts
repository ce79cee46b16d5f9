/** Our icon: a function that is connected. In one file of our own, so that it has the colours around it. */

import { LabIcon } from '@jupyterlab/ui-components';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
<g class="jp-icon3" fill="#616161">
<path d="M9.2 20.5c-1 0-1.9-.2-2.6-.6l.6-1.7c.5.3 1 .4 1.6.4 1.2 0 1.7-.7 2-2.3l1-5.9H9.3l.3-1.8h2.5l.2-1.2c.5-2.8 2-4.2 4.5-4.2.9 0 1.7.2 2.3.5l-.6 1.7c-.5-.2-1-.3-1.6-.3-1.3 0-1.9.8-2.2 2.4l-.2 1.1h2.7l-.3 1.8h-2.7l-1.1 6.2c-.5 2.7-1.7 3.9-3.9 3.9z"/>
<circle cx="4.5" cy="8" r="2.5"/><circle cx="20" cy="17" r="2.5"/>
</g></svg>`;

export const functionsIcon = new LabIcon({ name: 'jupyter-gradio-mcp:functions', svgstr: SVG });

/**
 * A card that says where functions are reachable. Plain DOM: it must look right in JupyterLab, in
 * Notebook, in VS Code and on a page of its own, so it takes JupyterLab's colours where there are
 * any and has its own where there are none.
 */

import type { EndpointCard } from './protocol';

const STYLE = `
.jgm-card { font: 13px/1.5 var(--jp-ui-font-family, system-ui, sans-serif);
  color: var(--jp-ui-font-color1, inherit); border: 1px solid var(--jp-border-color2, #8886);
  border-radius: 4px; padding: 8px 12px; max-width: 60rem; }
.jgm-card h3 { font: 600 13px/1.5 var(--jp-code-font-family, monospace); margin: 4px 0; overflow-wrap: anywhere; }
.jgm-card dl { display: grid; grid-template-columns: 4rem 1fr; margin: 0 0 4px; }
.jgm-card dd { margin: 0; font-family: var(--jp-code-font-family, monospace); overflow-wrap: anywhere; }
.jgm-card p { margin: 4px 0; }
`;

/** Fill `host` with a card for `endpoints`, in place of what it held. */
export function showCard(host: HTMLElement, endpoints: readonly EndpointCard[]): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  const card = document.createElement('section');
  card.className = 'jgm-card';
  card.setAttribute('aria-label', 'Functions that agents can call');
  if (endpoints.length === 0) {
    card.append(text('p', 'No functions are offered. Put %%mcp_tool above one and run its cell.'));
  }
  for (const endpoint of endpoints) {
    card.append(text('h3', endpoint.name + endpoint.signature), addresses(endpoint));
  }
  host.replaceChildren(style, card);
}

function addresses(endpoint: EndpointCard): HTMLElement {
  const list = document.createElement('dl');
  if (endpoint.mcpUrl) {
    list.append(text('dt', 'MCP'), text('dd', endpoint.mcpUrl));
  }
  if (endpoint.restUrl) {
    list.append(text('dt', 'REST'), text('dd', `POST ${endpoint.restUrl}`));
  }
  return list;
}

/** An element with text in it; text is never taken for markup. */
function text(tag: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

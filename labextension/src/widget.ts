/**
 * The anywidget module, a loader: takes `panel.js` from the notebook server that the page came from, or over the comm
 * from the kernel. All else is in there.
 */

import type { Model } from './comm';
import { load, mountWhenLoaded, panelAddress, type Load, type PanelModule } from './load';
import { once } from './once';
import type { Mount } from './protocol';

/** How long the kernel may take. It waits for the running cell. */
const PATIENCE_MS = 10 * 60_000;

/** Show the panel that the model is of in `el`; what is returned takes it away. */
function render({ model, el }: { model: Model; el: HTMLElement }, loader: Load = load): () => void {
  const mount = model.get('mount') as Mount;
  const base = serverAddress();
  return mountWhenLoaded(el, { mount, base, model }, async () => {
    if (base !== null) {
      try {
        return await loader(panelAddress(base));
      } catch {
        // The server is there without our extension, or does not let this page in.
      }
    }
    return overComm(model, loader);
  });
}

/** The address of the notebook server, by what Jupyter's pages hold; null on any other page. */
function serverAddress(): string | null {
  try {
    const { baseUrl } = JSON.parse(document.getElementById('jupyter-config-data')?.textContent ?? '{}');
    return typeof baseUrl === 'string' ? new URL(baseUrl.replace(/\/?$/, '/'), location.href).href : null;
  } catch {
    return null;
  }
}

/** One for all widgets of a kernel: the text is large, and a notebook server admits so much a second. */
function overComm(model: Model, loader: Load): Promise<PanelModule> {
  return once(`${(model.get('mount') as Mount).kernel} panel`, async () => {
    const text = await askFor(model, 'panel.js');
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    return loader(address).finally(() => URL.revokeObjectURL(address));
  });
}

function askFor(model: Model, name: string): Promise<string> {
  const id = `${name}-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      model.off('msg:custom', told);
    };
    const told = (message: any, buffers?: ArrayBufferView[]): void => {
      if (message?.op === 'reply' && message.id === id) {
        done();
        if (message.error) {
          reject(new Error(message.error.message));
        } else {
          resolve(message.text ?? new TextDecoder().decode(buffers?.[0]));
        }
      }
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error('The kernel does not answer.'));
    }, PATIENCE_MS);
    model.on('msg:custom', told);
    model.send({ op: 'asset', id, name });
  });
}

export default { render };

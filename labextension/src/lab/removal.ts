/** Taking a function back: only its notebook can, so its kernel is asked to, as a person would by `%mcp_remove`. */

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { ServiceManager } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Item } from './item';

/** Ask whether it is meant, then do it. @throws Error when the kernel refuses. */
export async function remove(item: Item, services: ServiceManager.IManager, trans: TranslationBundle): Promise<void> {
  const answer = await showDialog({
    title: trans.__('Remove %1?', item.name),
    body: trans.__('%1 does not offer it any more then, until its cell runs again.', item.notebook),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Remove') })]
  });
  if (!answer.button.accept) {
    return;
  }
  await services.kernels.ready;
  const model = await services.kernels.findById(item.kernel);
  if (!model) {
    throw new Error(trans.__('The kernel of %1 does not run.', item.notebook));
  }
  const kernel = services.kernels.connectTo({ model });
  try {
    // Not in the history, and with no number: it is no cell of the notebook.
    const asked = kernel.requestExecute({ code: `%mcp_remove ${item.name}`, silent: true, store_history: false, allow_stdin: false });
    const { content } = await asked.done;
    if (content.status === 'error') {
      throw new Error(content.evalue || content.ename);
    }
  } finally {
    kernel.dispose();
  }
}

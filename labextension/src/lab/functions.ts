/** The plugin with the commands. */

import { ILabShell, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCommands } from './commands';
import { loaded } from './module';
import { DOMAIN, PREFIX } from './names';
import { Notebooks } from './notebooks';
import { Requests } from './requests';
import { Views } from './views';

export const functions: JupyterFrontEndPlugin<void> = {
  id: `${PREFIX}functions`,
  description: 'Commands on the functions that notebooks offer: API pages, keys, calls, agents.',
  autoStart: true,
  optional: [ICommandPalette, ITranslator, ILabShell, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const base = PageConfig.getBaseUrl();
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const module = loaded(base, text => trans.__(text));
    addCommands({
      app,
      palette,
      trans,
      base,
      loaded: module,
      views: new Views(app, labShell, restorer, base, module, trans),
      notebooks: new Notebooks(app),
      requests: new Requests(app.serviceManager.serverSettings),
      offersSides: labShell === null
    });
  }
};

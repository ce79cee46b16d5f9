/** Where a panel or an API page is put into a page, by JupyterLab's extension or by the widget. */

import { ApiAt } from './api/mounted';
import type { Section } from './api/place';
import type { Ways } from './choose';
import { mount as mountAt, type Mounted } from './host';
import { MountedPanel } from './panel';
import type { Mount } from './protocol';

export interface PanelOptions {
  mount: Mount;
  /** The address that the notebook server's pages begin with; null where the page is not one of them. */
  base?: string | null;
  /** The widget's model, where there is one. */
  model?: Ways['model'];
}

/** Show a panel, or what else the output is of, in `host`; what is returned takes it away. */
export function mountPanel(host: HTMLElement, { mount, base = null, model = null }: PanelOptions): Mounted {
  const ways = { base, kernel: mount.kernel, model };
  return mountAt(host, root => <MountedPanel mount={mount} ways={ways} root={root} />);
}

export interface ApiOptions {
  /** The address that the notebook server's pages begin with, ending in `/`. */
  base: string;
  /** By Jupyter's id. */
  kernel: string;
  /** The function that is opened at once. */
  endpoint?: string | null;
  show?: Section;
}

/** Show the API page of a notebook in `host`; what is returned takes it away. */
export function mountApi(host: HTMLElement, options: ApiOptions): Mounted {
  return mountAt(host, root => <ApiAt {...options} root={root} />);
}

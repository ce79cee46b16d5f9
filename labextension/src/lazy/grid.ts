/** Tables, to look at and to fill in; see `contract.ts`. */

import type { MountGrid } from './contract';
import { mountEdit } from './grid-edit';
import { mountView } from './grid-view';

export const mount: MountGrid = (host, options) =>
  options.editable && options.value.view === undefined ? mountEdit(host, options) : mountView(host, options);

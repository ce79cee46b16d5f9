/** How the page finds out what a program of its recording needs: from the apps themselves. */

import { HttpTransport } from '../http';
import { withKeyOf } from '../plain-address';
import type { ApiInfo } from '../protocol';
import { Server } from '../server';
import type { Sources } from './gather';

/** From the app at an address, whose notebook may be run by another kernel by now. */
export const pageSources: Sources = {
  api: async (base: string): Promise<ApiInfo> => Server.at(withKeyOf(base)).get('panel/api'),
  open: async (base, file) => {
    const server = Server.at(withKeyOf(base));
    const address = await new HttpTransport(server, '').files.url({ ...file, url: null });
    return (await server.fetch(address)).arrayBuffer();
  }
};

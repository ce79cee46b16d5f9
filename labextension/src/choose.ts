/** Which way to the functions is taken: the first that answers. */

import { CommTransport, type Model } from './comm';
import type { Transport } from './environment';
import { HttpTransport } from './http';
import { Server } from './server';

export interface Ways {
  /** The address that the notebook server's pages begin with; null where the page is not one of them. */
  base?: string | null;
  /** The kernel, by Jupyter's id; "" where `base` is the address of an app. */
  kernel: string;
  /** The widget's model, where there is one. */
  model?: Model | null;
}

/**
 * HTTP where the notebook server knows the kernel, else the comm.
 *
 * @throws CallFailure when the notebook server refuses who asks, or nothing answers.
 */
export async function choose({ base, kernel, model }: Ways): Promise<Transport | null> {
  let refusal: unknown = null;
  if (typeof base === 'string') {
    const http = new HttpTransport(Server.at(base), kernel);
    try {
      if (await http.panels()) {
        return http;
      }
    } catch (thrown) {
      refusal = thrown;
    }
  }
  if (model) {
    return new CommTransport(model);
  }
  if (refusal) {
    throw refusal;
  }
  return null;
}

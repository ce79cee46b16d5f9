/** The way to a notebook's functions over HTTP. */

import type { Assets, Files, Listener, Transport } from './environment';
import { asCallError, CallFailure, failureFrom } from './failure';
import type { EventInfo, FileData, Json, NotebookPanels, Rows, RowsQuery } from './protocol';
import { unreachable, xsrf } from './requests';
import { FORGOTTEN, type Server } from './server';
import { randomId } from './session';
import { versioned } from './versions';

/** The functions of one kernel on that server. */
export class HttpTransport implements Transport {
  readonly kind = 'http';
  readonly assets: Assets;
  readonly files: Files;

  /** `kernel` is "" where `server` is at the address of an app. */
  constructor(
    readonly server: Server,
    readonly kernel: string
  ) {
    this.assets = new HttpAssets(server);
    this.files = new HttpFiles(server);
  }

  async panels(): Promise<NotebookPanels | null> {
    const answer = await this.server.panels(this.kernel);
    // The union's address answers with the list of notebooks where no kernel is named.
    return Array.isArray(answer?.panels) ? answer : null;
  }

  watch(changed: () => void): () => void {
    return this.server.watch(this.kernel, changed);
  }

  call(id: string, endpoint: string, args: { [parameter: string]: Json }, listener: Listener, event?: EventInfo): void {
    this.server.follow(id, listener);
    const { open } = this.server;
    this.post('call', { call: id, endpoint, arguments: args, event }).then(
      answer => {
        this.server.taken(id);
        if (answer?.listening === false) {
          this.server.unheard(open);
        }
      },
      thrown => this.server.tell(id, { op: 'error', error: asCallError(thrown) })
    );
  }

  resume(id: string, listener: Listener): void {
    this.server.follow(id, listener, true);
  }

  cancel(id: string): void {
    this.post('cancel', { call: id }).catch(thrown => {
      if (thrown instanceof CallFailure && thrown.status === 404) {
        this.server.tell(id, { op: 'error', error: FORGOTTEN });
      }
    });
  }

  answer(id: string, answers: { [question: string]: { [key: string]: Json } | null }): void {
    this.post('answer', { call: id, answers }).catch(thrown =>
      this.server.tell(id, { op: 'error', error: asCallError(thrown) })
    );
  }

  rows(query: RowsQuery): Promise<Rows> {
    return this.server.post('rows', { ...query, ...this.which() });
  }

  private post(route: string, body: object): Promise<any> {
    return this.server.post(route, { session: this.server.session, ...body, ...this.which() });
  }

  private which(): { kernel?: string } {
    return this.kernel ? { kernel: this.kernel } : {};
  }

  page(panels: NotebookPanels, below = ''): string | null {
    if (!this.kernel) {
      return this.server.base + below;
    }
    return panels.notebook ? appAddress(this.server.base, panels.notebook) + below : null;
  }
}

/** Files of `static/`. */
class HttpAssets implements Assets {
  constructor(private server: Server) {}

  module(name: string): Promise<any> {
    return import(/* webpackIgnore: true */ this.address(`${name}.js`));
  }

  async text(file: string): Promise<string> {
    return (await this.server.fetch(this.address(file))).text();
  }

  get frame(): string {
    return this.address('frame.html');
  }

  private address(file: string): string {
    return this.server.address(versioned(file));
  }
}

class HttpFiles implements Files {
  constructor(private server: Server) {}

  async url(file: FileData): Promise<string> {
    return file.url ?? this.server.address(`file=${encodedPath(file.path)}`);
  }

  upload(
    file: File | Blob,
    name: string,
    progress?: (share: number) => void,
    signal?: AbortSignal
  ): Promise<FileData> {
    const form = new FormData();
    form.append('files', file, name);
    return new Promise((resolve, reject) => {
      // `fetch` does not tell how much of a body has been sent.
      const request = new XMLHttpRequest();
      request.open('POST', this.server.address(`upload?upload_id=${randomId()}`));
      Object.entries(xsrf()).forEach(([header, value]) => request.setRequestHeader(header, value));
      request.upload.onprogress = event => event.lengthComputable && progress?.(event.loaded / event.total);
      request.onerror = () => reject(unreachable());
      request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
      request.onload = () => {
        if (request.status !== 200) {
          reject(this.server.failed(failureFrom(request.status, request.responseText)));
          return;
        }
        const [path] = JSON.parse(request.responseText) as string[];
        resolve({
          path,
          url: null,
          size: file.size,
          orig_name: name,
          mime_type: file.type || null,
          is_stream: false,
          meta: { _type: 'gradio.FileData' }
        });
      };
      signal?.addEventListener('abort', () => request.abort());
      if (signal?.aborted) {
        reject(new DOMException('The upload was stopped.', 'AbortError'));
      } else {
        request.send(form);
      }
    });
  }
}

/** The address of a notebook's app, ending in `/`. */
export function appAddress(base: string, notebook: string): string {
  return `${base}gradio/${encodedPath(notebook)}/`;
}

function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

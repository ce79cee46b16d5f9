/** Stand-ins for tests of the API page: what the server tells of a notebook. */

import type { HttpTransport } from '../http';
import type { ApiFunction, ApiInfo, ApiParameter, NotebookPanels } from '../protocol';
import { apiFunction, apiInfo, FakeTransport } from '../testing';

export function parameter(name: string, more: Partial<ApiParameter> = {}): ApiParameter {
  return {
    name,
    label: name,
    type: 'str',
    required: true,
    schema: { type: 'string' },
    component: 'Textbox',
    description: '',
    files: '',
    example: 'Hello!',
    ...more
  };
}

export { apiFunction as fn } from '../testing';

/** The function of `testing.ts`'s panel. */
export function greet(more: Partial<ApiFunction> = {}): ApiFunction {
  return apiFunction('greet', {
    description: 'Greets somebody.\n\nAs often as you like.',
    parameters: [
      parameter('name', { description: 'Whom to greet.', label: 'Name' }),
      parameter('times', { type: 'int', required: false, default: 2, example: 2, component: 'Number', schema: { type: 'integer' } })
    ],
    returns: [{ label: 'Output', type: 'str', description: '', schema: {}, component: 'Textbox', files: '' }],
    warnings: ["Nothing says what 'times' means."],
    figures: { calls: 4, success_rate: 0.75, p50: 0.012, p90: 0.4, p99: 2.5 },
    panel: 'cell:1',
    ...more
  });
}

export function info(functions: ApiFunction[], more: Partial<ApiInfo> = {}): ApiInfo {
  return apiInfo(functions, { notebook: 'work/a b.ipynb', title: 'a b', ...more });
}

/** A notebook whose server tells what it is told to tell. */
export class FakeApi extends FakeTransport {
  readonly kernel = 'k';
  asked = 0;
  private endings = new Set<(kernel: string) => void>();
  readonly server = {
    base: 'http://here/',
    get: async (route: string): Promise<unknown> => {
      this.asked++;
      if (this.told instanceof Error) {
        throw this.told;
      }
      return route === 'panel/api?kernel=k' ? structuredClone(this.told) : null;
    },
    onEnded: (ended: (kernel: string) => void) => {
      this.endings.add(ended);
      return () => this.endings.delete(ended);
    }
  };

  constructor(
    public told: ApiInfo | Error,
    found: NotebookPanels | null = null
  ) {
    super(found);
  }

  /** Calls of a notebook are over. */
  ended(kernel: string): void {
    this.endings.forEach(ended => ended(kernel));
  }

  override page(_panels: NotebookPanels, below = ''): string {
    return `http://here/gradio/a.ipynb/${below}`;
  }

  get asHttp(): HttpTransport {
    return this as unknown as HttpTransport;
  }
}

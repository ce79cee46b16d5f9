/** Stand-ins for tests: a server that answers what it is told to, and what it tells of. */

import { cleanup } from '@testing-library/preact';
import { afterEach } from 'vitest';

import { CallFailure } from '../failure';
import type { AccessKey, Agent, ApiFunction, ClientConfiguration, Json, RecordedCall } from '../protocol';
import type { Server } from '../server';
import { VARIABLE } from '../snippets/contract';
import { apiFunction } from '../testing';

afterEach(cleanup);

interface Asked {
  method: string;
  route: string;
  body: any;
}

export class FakeServer {
  readonly base = 'http://here/';
  readonly asked: Asked[] = [];
  /** What a method and a route answer; an `Error` is thrown, a function is asked. */
  readonly answers: { [request: string]: unknown } = {
    'GET agents': { agents: [] },
    'GET keys': { keys: [] },
    'GET calls?limit=1': { calls: [] },
    'GET calls?limit=20': { calls: [] },
    'POST connect': ({ url, tools, key }: { url: string; tools?: string[]; key?: string }) => ({
      clients: clients(url + (tools ? `?tools=${tools.join(',')}` : ''), key)
    })
  };
  private endings = new Set<(kernel: string) => void>();
  private arrivals = new Set<(agent: Agent) => void>();

  get server(): Server {
    return this as unknown as Server;
  }

  get(route: string): Promise<any> {
    return this.send('GET', route);
  }

  async send(method: string, route: string, body?: object): Promise<any> {
    this.asked.push({ method, route, body });
    const answer = this.answers[`${method} ${route}`];
    if (answer instanceof Error) {
      throw answer;
    }
    if (answer === undefined) {
      throw new CallFailure({ code: 'none', message: `no answer to ${method} ${route}` }, 404);
    }
    return typeof answer === 'function' ? answer(body) : answer;
  }

  /** The bodies of what was sent to a route. */
  sent(method: string, route: string): any[] {
    return this.asked.filter(one => one.method === method && one.route === route).map(({ body }) => body);
  }

  onEnded(ended: (kernel: string) => void): () => void {
    this.endings.add(ended);
    return () => this.endings.delete(ended);
  }

  onAgent(came: (agent: Agent) => void): () => void {
    this.arrivals.add(came);
    return () => this.arrivals.delete(came);
  }

  end(kernel: string): void {
    this.endings.forEach(ended => ended(kernel));
  }

  come(agent: Agent): void {
    this.arrivals.forEach(came => came(agent));
  }

  get listeners(): number {
    return this.endings.size + this.arrivals.size;
  }
}

function clients(url: string, key = `\${${VARIABLE}}`): ClientConfiguration[] {
  const json = (entry: Json): string => JSON.stringify({ mcpServers: { it: entry } }, null, 2) + '\n';
  const common = { format: 'json' as const, command: '', link: '', notes: [], needs_key: true, asks: false };
  return [
    {
      ...common,
      id: 'cursor',
      title: 'Cursor',
      places: ['~/.cursor/mcp.json'],
      snippet: json({ url, headers: { Authorization: `Bearer ${key}` } }),
      link: 'cursor://install?name=it',
      variables: key.startsWith('$') ? [VARIABLE] : []
    },
    {
      ...common,
      id: 'claude-desktop',
      title: 'Claude Desktop',
      places: ['~/claude.json'],
      snippet: json({ command: 'bridge', args: [] }),
      notes: ['Restart it.'],
      variables: [],
      needs_key: false
    },
    {
      ...common,
      id: 'claude-code',
      title: 'Claude Code',
      places: ['.mcp.json'],
      snippet: json({ type: 'http', url, headers: { Authorization: `Bearer \${${VARIABLE}}` } }),
      command: `claude mcp add it ${url}`,
      variables: [VARIABLE]
    }
  ];
}

export function fn(name: string, more: Partial<ApiFunction> = {}): ApiFunction {
  return apiFunction(name, { description: `What ${name} does.`, ...more });
}

export { apiInfo as api } from '../testing';

export function agent(more: Partial<Agent> = {}): Agent {
  const what = { key: null, caller: 'owner', client: 'Claude Desktop 1.0', notebook: null };
  return { ...what, first: 1, last: 1, requests: 1, ...more };
}

export function key(more: Partial<AccessKey> = {}): AccessKey {
  const now = Date.now() / 1000;
  return {
    id: 'id1',
    name: 'Cursor',
    created: now - 60,
    expires: now + 86_400,
    last_used: null,
    notebooks: null,
    endpoints: null,
    kernel: null,
    ...more
  };
}

export function recorded(more: Partial<RecordedCall> = {}): RecordedCall {
  return {
    at: Date.now() / 1000 - 5,
    notebook: 'a.ipynb',
    endpoint: 'greet',
    caller: 'Cursor',
    client: 'Cursor 2.1',
    via: 'mcp',
    waited: 0,
    seconds: 0.02,
    outcome: 'ok',
    message: '',
    arguments: null,
    key: 'id1',
    ...more
  };
}

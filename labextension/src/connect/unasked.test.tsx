import { render, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';

import { languagesFor } from '../snippets/index';
import { offered } from './address';
import { McpView } from './mcp';
import { api, FakeServer, fn } from './testing';

const BASE = 'http://here/gradio/a.ipynb/';
const WHAT_TO_DO = /launched without mcp_server=True.*call launch\(mcp_server=True\)/;

test('where no function is for agents it is said what to do, and there is nothing to copy', () => {
  render(<McpView server={new FakeServer().server} base={BASE} api={api([fn('greet', { mcp: false })])} />);
  expect(screen.getByText(WHAT_TO_DO)).toBeTruthy();
  expect(screen.queryByLabelText('MCP address')).toBeNull();
});

test('beside functions for agents those of a plain launch are no choice', () => {
  render(<McpView server={new FakeServer().server} base={BASE} api={api([fn('greet', { mcp: false }), fn('count')])} />);
  expect(screen.getByText(WHAT_TO_DO)).toBeTruthy();
  expect(screen.getByRole('checkbox', { name: /count/ })).toBeTruthy();
  expect(screen.queryByRole('checkbox', { name: /greet/ })).toBeNull();
});

test('nothing is said where nothing was left out, nor of what is no business of anybody', () => {
  const functions = [fn('count'), fn('own', { visibility: 'private', mcp: false })];
  render(<McpView server={new FakeServer().server} base={BASE} api={api(functions)} />);
  expect(screen.queryByText(WHAT_TO_DO)).toBeNull();
});

test('what agents are not offered is called in every language but that of agents', () => {
  const plain = fn('greet', { mcp: false });
  expect(offered([plain, fn('count')]).map(({ name }) => name)).toEqual(['count']);
  const languages = languagesFor(plain).map(({ id }) => id);
  expect(languages).toContain('python');
  expect(languages).not.toContain('mcp');
  expect(languagesFor(fn('quiet', { visibility: 'undocumented' })).map(({ id }) => id)).not.toContain('mcp');
});

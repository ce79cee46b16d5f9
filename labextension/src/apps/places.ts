/** Where on a panel things are: which components are drawn, within what, and whose results have a place of their own. */

import type { Node } from '../protocol';

export class Places {
  private around = new Map<string, string[]>();
  private results = new Set<string>();

  constructor(layout: Node) {
    this.walk(layout, []);
  }

  /** The containers that a component is in, by their ids; `undefined` if it is not drawn. */
  within(component: string): string[] | undefined {
    return this.around.get(component);
  }

  /** Whether the results of an action are drawn by themselves, as those of a form. */
  hasResults(action: string): boolean {
    return this.results.has(action);
  }

  private walk(node: Node, around: string[]): void {
    if (node.type === 'component') {
      this.around.set(node.id ?? '', around);
      return;
    }
    if (node.type === 'results') {
      this.results.add(node.action ?? '');
    }
    const inner = node.id === undefined ? around : [...around, node.id];
    (node.children ?? []).forEach(child => this.walk(child, inner));
  }
}

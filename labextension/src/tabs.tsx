/** Tabs that a panel's layout has. */

import { useEffect, useState } from 'preact/hooks';

import { Layout, isSplit, type LayoutProps } from './layout';
import type { ComponentInfo, Node } from './protocol';
import { useScene } from './scene';
import { TabList } from './tab-list';

export function Tabs({ node, place, within }: LayoutProps) {
  const { desk, prefix } = useScene();
  const tabs = node.children ?? [];
  const kept = desk.store.kept.tabs;
  const own = node.id === undefined ? undefined : desk.component(node.id)?.props;
  const propsOf = (tab: Node): ComponentInfo['props'] => desk.component(tab.id ?? '')?.props ?? {};
  const meant = own?.selected === undefined ? -1 : tabs.findIndex(tab => propsOf(tab).id === own.selected);
  const [chosen, setChosen] = useState(kept[place] ?? Math.max(0, meant));
  const titleOf = (index: number): string => propsOf(tabs[index]).label ?? tabs[index].label ?? `Tab ${index + 1}`;
  const barred = (index: number): 'disabled' | 'hidden' | null => {
    const { visible, interactive } = propsOf(tabs[index]);
    return visible === false ? 'hidden' : interactive === false ? 'disabled' : null;
  };
  const there = tabs.map((_, index) => index).filter(index => barred(index) !== 'hidden');
  const front = there.includes(chosen) ? chosen : (there[0] ?? 0);
  const bring = (index: number): void => {
    kept[place] = index;
    desk.store.save();
    setChosen(index);
  };
  const choose = (index: number): void => {
    bring(index);
    const parts = [tabs[index].id, node.id].filter(id => id !== undefined);
    const data = { index, value: titleOf(index), selected: true };
    desk.fire(...parts.map(id => [id, 'select', data] as const), ...(index !== front && node.id ? [[node.id, 'change'] as const] : []));
  };
  const updates = desk.updates(node.id ?? '');
  useEffect(() => {
    if (updates > 0 && meant >= 0) {
      bring(meant);
    }
  }, [updates]);
  const id = (part: string, index: number): string => `${prefix}-${part}-${place}-${index}`;
  return (
    <div class="jgm-tabs" hidden={own?.visible === false}>
      <TabList titles={tabs.map((_, index) => titleOf(index))} front={front} barred={barred} id={id} onChoose={choose} />
      {tabs.map((tab, index) => (
        // What is not in front stays, for what runs in it goes on.
        <div
          key={index}
          role="tabpanel"
          id={id('pane', index)}
          aria-labelledby={id('tab', index)}
          class={isSplit(tab) ? 'jgm-split' : 'jgm-column'}
          hidden={index !== front}
        >
          {(tab.children ?? []).map((child, at) => (
            <Layout key={at} node={child} place={`${place}.${index}.${at}`} within={within} />
          ))}
        </div>
      ))}
    </div>
  );
}

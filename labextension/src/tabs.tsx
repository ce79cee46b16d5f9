/** Tabs that a panel's layout has. */

import { useState } from 'preact/hooks';

import { Layout, isSplit, type LayoutProps } from './layout';
import { useScene } from './scene';
import { TabList } from './tab-list';

export function Tabs({ node, place, within }: LayoutProps) {
  const { desk, prefix } = useScene();
  const tabs = node.children ?? [];
  const kept = desk.store.kept.tabs;
  const [chosen, setChosen] = useState(kept[place] ?? 0);
  const front = Math.min(chosen, tabs.length - 1);
  const choose = (index: number): void => {
    kept[place] = index;
    desk.store.save();
    setChosen(index);
  };
  const id = (part: string, index: number): string => `${prefix}-${part}-${place}-${index}`;
  return (
    <div class="jgm-tabs">
      <TabList titles={tabs.map((tab, index) => tab.label ?? `Tab ${index + 1}`)} front={front} id={id} onChoose={choose} />
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

/** Tabs of a panel: the arrow keys go from one to the next, Tab goes into the one in front. */

import { useRef, useState } from 'preact/hooks';

import { Layout, isSplit, type LayoutProps } from './layout';
import { useScene } from './scene';

export function Tabs({ node, place, within }: LayoutProps) {
  const { desk, prefix } = useScene();
  const tabs = node.children ?? [];
  const kept = desk.store.kept.tabs;
  const [chosen, setChosen] = useState(kept[place] ?? 0);
  const front = Math.min(chosen, tabs.length - 1);
  const list = useRef<HTMLDivElement>(null);
  const choose = (index: number): void => {
    kept[place] = index;
    desk.store.save();
    setChosen(index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = {
      ArrowRight: (front + 1) % tabs.length,
      ArrowLeft: (front - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      choose(next);
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
    }
  };
  return (
    <div class="jgm-tabs">
      <div class="jgm-tablist" role="tablist" ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab, index) => (
          <button
            key={index}
            type="button"
            role="tab"
            id={`${prefix}-tab-${place}-${index}`}
            aria-controls={`${prefix}-pane-${place}-${index}`}
            aria-selected={index === front}
            tabIndex={index === front ? 0 : -1}
            onClick={() => choose(index)}
          >
            {tab.label ?? `Tab ${index + 1}`}
          </button>
        ))}
      </div>
      {tabs.map((tab, index) => (
        // What is not in front stays, for what runs in it goes on.
        <div
          key={index}
          role="tabpanel"
          id={`${prefix}-pane-${place}-${index}`}
          aria-labelledby={`${prefix}-tab-${place}-${index}`}
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

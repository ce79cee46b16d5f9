/** A row of tabs: the arrow keys go from one to the next, Tab goes into the one in front. */

import { useRef } from 'preact/hooks';

export interface TabListProps {
  /** What it is of, where nothing around it says so. */
  label?: string;
  titles: string[];
  front: number;
  /** Begins the ids of the tabs: `tab-0`; what belongs to them is `pane-0`. */
  id(part: 'tab' | 'pane', index: number): string;
  onChoose(index: number): void;
}

export function TabList({ label, titles, front, id, onChoose }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = {
      ArrowRight: (front + 1) % titles.length,
      ArrowLeft: (front - 1 + titles.length) % titles.length,
      Home: 0,
      End: titles.length - 1
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      onChoose(next);
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
    }
  };
  return (
    <div class="jgm-tablist" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {titles.map((title, index) => (
        <button
          key={index}
          type="button"
          role="tab"
          id={id('tab', index)}
          aria-controls={id('pane', index)}
          aria-selected={index === front}
          tabIndex={index === front ? 0 : -1}
          onClick={() => onChoose(index)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** A row of tabs: the arrow keys go from one to the next, Tab goes into the one in front. */

import { useRef } from 'preact/hooks';

export interface TabListProps {
  /** What it is of, where nothing around it says so. */
  label?: string;
  titles: string[];
  front: number;
  /** Those that cannot be chosen, and those that are not there. */
  barred?(index: number): 'disabled' | 'hidden' | null;
  /** Begins the ids of the tabs: `tab-0`; what belongs to them is `pane-0`. */
  id(part: 'tab' | 'pane', index: number): string;
  onChoose(index: number): void;
}

export function TabList({ label, titles, front, barred = () => null, id, onChoose }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const there = titles.map((_, index) => index).filter(index => barred(index) === null);
    const at = there.indexOf(front);
    const next = {
      ArrowRight: there[(at + 1) % there.length],
      ArrowLeft: there[(at - 1 + there.length) % there.length],
      Home: there[0],
      End: there[there.length - 1]
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
          hidden={barred(index) === 'hidden'}
          disabled={barred(index) === 'disabled'}
          onClick={() => onChoose(index)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

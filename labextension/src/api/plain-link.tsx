/** A link that may be copied: the key that the page was opened with is not in it, though who follows it has it. */

import type { ComponentChildren } from 'preact';

import { withoutKey } from '../plain-address';

interface Props {
  href: string;
  target?: '_blank';
  /** Told of a click first, and may prevent what it does. */
  onClick?(event: MouseEvent): void;
  children: ComponentChildren;
}

export function PlainLink({ href, target, onClick, children }: Props) {
  const plain = withoutKey(href);
  const follow = (event: MouseEvent): void => {
    onClick?.(event);
    if (plain !== href && !event.defaultPrevented) {
      event.preventDefault();
      if (target || event.ctrlKey || event.metaKey || event.shiftKey) {
        window.open(href, '_blank', 'noopener');
      } else {
        location.assign(href);
      }
    }
  };
  return (
    <a href={plain} target={target} rel="noopener" onClick={follow}>
      {children}
    </a>
  );
}

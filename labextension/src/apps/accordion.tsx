/** What holds components and can be folded. */

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Node } from '../protocol';
import { useScene } from '../scene';
import { lengthOf } from '../sizes';

export function Accordion({ node, children }: { node: Node; children: ComponentChildren }) {
  const { desk } = useScene();
  const id = node.id ?? '';
  const props = desk.component(id)?.props ?? {};
  const [open, setOpen] = useState<boolean>(props.open ?? node.open ?? true);
  const updates = desk.updates(id);
  const aside = desk.component(id)?.type === 'Sidebar';
  const width = lengthOf(props.width);
  useEffect(() => {
    if (updates > 0 && typeof props.open === 'boolean') {
      setOpen(props.open);
    }
  }, [updates]);
  return (
    <details
      class={aside ? 'jgm-accordion jgm-sidebar' : 'jgm-accordion'}
      style={aside && width ? { '--jgm-aside': width } : undefined}
      open={open}
      hidden={props.visible === false}
      onToggle={event => {
        const now = event.currentTarget.open;
        if (now !== open) {
          setOpen(now);
          desk.fire([id, now ? 'expand' : 'collapse']);
        }
      }}
    >
      <summary>{props.label ?? node.label}</summary>
      <div class="jgm-column">{children}</div>
    </details>
  );
}

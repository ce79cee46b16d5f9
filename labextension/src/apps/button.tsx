/** A button of an app, and how it looks. */

import type { ComponentInfo } from '../protocol';
import { useScene } from '../scene';

const VARIANTS: Record<string, string> = { primary: 'jgm-primary', stop: 'jgm-danger' };

/** The classes of what looks like a button. */
export function looksOf({ props: { variant, size } }: ComponentInfo): string {
  return ['jgm-act', VARIANTS[variant] ?? '', size === 'sm' ? 'jgm-small' : ''].filter(Boolean).join(' ');
}

export function Button({ component }: { component: ComponentInfo }) {
  const { desk, live } = useScene();
  const { link, interactive } = component.props;
  const text = String(desk.value(component) ?? '');
  const looks = looksOf(component);
  const address = typeof link === 'string' && interactive !== false ? safe(link) : null;
  const click = (): void => {
    if (live) {
      desk.fire([component.id, 'click']);
    }
  };
  if (address !== null) {
    return (
      <a class={looks} href={address} target="_blank" rel="noopener noreferrer" data-component={component.id} onClick={click}>
        {text}
      </a>
    );
  }
  return (
    <button type="button" class={looks} disabled={!live || interactive === false} data-component={component.id} onClick={click}>
      {text}
    </button>
  );
}

/** An address that leads to a page and runs nothing here; null for others. */
export function safe(link: string): string | null {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(link, document.baseURI).protocol) ? link : null;
  } catch {
    return null;
  }
}

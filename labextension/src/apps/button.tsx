/** A button of an app, and how it looks. */

import { isRunning } from '../call';
import type { Desk } from '../desk';
import type { Environment } from '../environment';
import { isFileData, type ActionInfo, type ComponentInfo, type FileData } from '../protocol';
import { useScene } from '../scene';
import { nameOf, useAddress } from '../views/files';
import { begunBy } from './triggers';

const VARIANTS: Record<string, string> = { primary: 'jgm-primary', stop: 'jgm-danger', huggingface: 'jgm-inverse' };

const SIZES: Record<string, string> = { sm: 'jgm-small', md: 'jgm-middle' };

/** The classes of what looks like a button. */
export function looksOf({ props: { variant, size } }: ComponentInfo): string {
  return ['jgm-act', VARIANTS[variant] ?? '', SIZES[size] ?? ''].filter(Boolean).join(' ');
}

export function Button({ component }: { component: ComponentInfo }) {
  const { desk, live, environment } = useScene();
  const { link, interactive, icon } = component.props;
  const text = String(desk.value(component) ?? '');
  const looks = looksOf(component);
  const address = typeof link === 'string' && interactive !== false ? safe(link) : null;
  const busy = isBusy(desk, component.id);
  const click = (): void => {
    if (live && !busy) {
      desk.fire([component.id, 'click']);
    }
  };
  const face = (
    <>
      {isFileData(icon) && <Icon file={icon} environment={environment} />}
      {text}
    </>
  );
  if (address !== null) {
    return (
      <a class={looks} href={address} target="_blank" rel="noopener noreferrer" data-component={component.id} onClick={click}>
        {face}
      </a>
    );
  }
  return (
    <button
      type="button"
      class={looks}
      disabled={!live || interactive === false}
      aria-disabled={busy || undefined}
      aria-label={text === '' && isFileData(icon) ? nameOf(icon) : undefined}
      data-component={component.id}
      onClick={click}
    >
      {face}
    </button>
  );
}

/** Whether a click would do nothing now: all that it begins runs, and none of that takes a second one. */
function isBusy(desk: Desk, id: string): boolean {
  const begun = begunBy(desk.panel.actions, id, 'click');
  const takes = ({ id, endpoint, mode = 'once', cancels }: ActionInfo): boolean =>
    !endpoint || mode !== 'once' || cancels.length > 0 || !isRunning(desk.state(id));
  return begun.length > 0 && !begun.some(takes);
}

function Icon({ file, environment }: { file: FileData; environment: Environment }) {
  const address = useAddress(file, environment);
  // The text beside it says what it means.
  return address.address === null ? null : <img class="jgm-sign" src={address.address} alt="" />;
}

/** An address that leads to a page and runs nothing here; null for others. */
export function safe(link: string): string | null {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(link, document.baseURI).protocol) ? link : null;
  } catch {
    return null;
  }
}

/** Says how far the recording is to those who hear the page: once, though each panel shows it. */

import { only } from '../once';
import { __ } from '../words';
import type { Recorder } from './recorder';

/** Have all changes of the recording announced; to say so again changes nothing. */
export function announce(recording: Recorder): void {
  only('recorder-voice', () => {
    const region = document.body.appendChild(make());
    let said = saying(recording);
    recording.listen(() => {
      const text = saying(recording);
      if (text !== said) {
        said = text;
        if (!region.isConnected) {
          document.body.append(region);
        }
        region.textContent = text;
      }
    });
    return region;
  });
}

/** How many calls there are, for people. */
export function counted({ steps }: Recorder): string {
  return steps.length === 1 ? __('1 call') : __('{n} calls', { n: steps.length });
}

function saying(recording: Recorder): string {
  const calls = counted(recording);
  return recording.on ? __('Recording: {calls}', { calls }) : __('Recording stopped: {calls}', { calls });
}

function make(): HTMLElement {
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  Object.assign(region.style, { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' });
  return region;
}

/** Sound, with the browser's own player. */

import { useState } from 'preact/hooks';

import type { ViewProps } from './contract';
import { Download } from './download';
import { asFile, nameOf, useAddress } from './files';
import { Unshown } from './unshown';

export function Audio({ component, value, environment }: ViewProps): preact.JSX.Element {
  const file = asFile(value)!;
  const { address, error } = useAddress(file, environment);
  const [broken, setBroken] = useState<string | null>(null);
  if (error !== null || (broken !== null && broken === address)) {
    return <Unshown file={file} error={error} environment={environment} />;
  }
  const label = component.props.label ?? component.name;
  return (
    <div class="jgmv-media">
      <audio
        controls
        preload="metadata"
        src={address ?? undefined}
        aria-label={label}
        onError={() => setBroken(address)}
      />
      <div class="jgmv-actions">
        <span class="jgmv-soft">{nameOf(file)}</span>
        <Download file={file} environment={environment} />
      </div>
    </div>
  );
}

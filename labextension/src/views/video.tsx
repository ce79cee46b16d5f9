/** A film, with the browser's own player. */

import { useState } from 'preact/hooks';

import type { FileData } from '../protocol';
import type { ViewProps } from './contract';
import { Download } from './download';
import { asFile, nameOf, useAddress } from './files';
import { Unshown } from './unshown';

/** A value as a film: a file, or Gradio's pair of a file and its subtitles. */
export function asVideo(value: unknown): { video: FileData; subtitles: FileData | null } | null {
  const pair = value as { video?: unknown; subtitles?: unknown } | null;
  const video = asFile(value) ?? asFile(pair?.video);
  return video && { video, subtitles: asFile(pair?.subtitles) };
}

export function Video({ component, value, environment }: ViewProps): preact.JSX.Element {
  const { video, subtitles } = asVideo(value)!;
  const { address, error } = useAddress(video, environment);
  const track = useAddress(subtitles, environment).address;
  const [broken, setBroken] = useState<string | null>(null);
  if (error !== null || (broken !== null && broken === address)) {
    return <Unshown file={video} error={error} environment={environment} />;
  }
  return (
    <div class="jgmv-media">
      <video
        controls
        playsInline
        preload="metadata"
        src={address ?? undefined}
        aria-label={component.props.label ?? component.name}
        onError={() => setBroken(address)}
      >
        {track !== null && <track kind="subtitles" src={track} default />}
      </video>
      <div class="jgmv-actions">
        <span class="jgmv-soft">{nameOf(video)}</span>
        <Download file={video} environment={environment} />
      </div>
    </div>
  );
}

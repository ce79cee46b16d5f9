/** What is on its way: how far it is, and how to stop it; why it failed, and how to try again. */

import { sizeText } from './file-address';
import type { Uploads } from './uploads';

export function UploadList({ uploads }: { uploads: Uploads }) {
  return (
    <>
      {uploads.running.map(upload => (
        <div class="jgm-file" key={upload.key}>
          <span class="jgm-file-name">{upload.name}</span>
          {upload.error === null ? (
            <>
              <progress
                aria-label={`Sending ${upload.name}`}
                value={upload.share > 0 ? upload.share : undefined}
                max={1}
              />
              <span class="jgm-file-size">
                {Math.floor(upload.share * 100)} % of {sizeText(upload.size)}
              </span>
              <button
                type="button"
                class="jgm-icon"
                aria-label={`Stop sending ${upload.name}`}
                onClick={() => uploads.cancel(upload.key)}
              >
                ×
              </button>
            </>
          ) : (
            <>
              <span class="jgm-problem" role="alert">
                Not sent: {upload.error}
              </span>
              <button type="button" class="jgm-button" onClick={() => uploads.retry(upload.key)}>
                Try again
              </button>
              <button
                type="button"
                class="jgm-icon"
                aria-label={`Forget ${upload.name}`}
                onClick={() => uploads.cancel(upload.key)}
              >
                ×
              </button>
            </>
          )}
        </div>
      ))}
    </>
  );
}

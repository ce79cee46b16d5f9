/** Files on their way to the notebook: how far each is, why one failed, and how to stop or try it again. */

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Files } from '../environment';
import type { FileData } from '../protocol';

export interface Upload {
  key: number;
  name: string;
  size: number;
  /** From 0 to 1. */
  share: number;
  /** Why it failed; null while it runs. */
  error: string | null;
  source: Blob;
}

export interface Uploads {
  running: Upload[];
  start(source: Blob, name: string): void;
  /** Stop one, or take away one that failed. */
  cancel(key: number): void;
  retry(key: number): void;
}

let keys = 0;

/**
 * Args:
 *   files: The way they go.
 *   done: Told of each that arrived. It is the one of the latest drawing that is called.
 */
export function useUploads(files: Files, done: (file: FileData, source: Blob) => void): Uploads {
  const [running, setRunning] = useState<Upload[]>([]);
  const latest = useRef(done);
  latest.current = done;
  const stops = useRef(new Map<number, AbortController>());
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      stops.current.forEach(stop => stop.abort());
    };
  }, []);

  const change = (key: number, changes: Partial<Upload>) => {
    if (!gone.current) {
      setRunning(all => all.map(one => (one.key === key ? { ...one, ...changes } : one)));
    }
  };
  const drop = (key: number) => {
    stops.current.delete(key);
    setRunning(all => all.filter(one => one.key !== key));
  };
  const send = async (upload: Upload) => {
    const { key } = upload;
    const stop = new AbortController();
    stops.current.set(key, stop);
    try {
      const file = await files.upload(upload.source, upload.name, share => change(key, { share }), stop.signal);
      if (!stop.signal.aborted) {
        drop(key);
        latest.current(file, upload.source);
      }
    } catch (error) {
      if (!stop.signal.aborted) {
        change(key, { error: error instanceof Error ? error.message : String(error) });
      }
    }
  };
  return {
    running,
    start(source, name) {
      const upload = { key: ++keys, name, size: source.size, share: 0, error: null, source };
      setRunning(all => [...all, upload]);
      void send(upload);
    },
    cancel(key) {
      stops.current.get(key)?.abort();
      drop(key);
    },
    retry(key) {
      const upload = running.find(one => one.key === key);
      if (upload) {
        change(key, { error: null, share: 0 });
        void send({ ...upload, error: null, share: 0 });
      }
    }
  };
}

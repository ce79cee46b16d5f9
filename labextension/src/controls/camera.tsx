/** A picture from the camera. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { labelOf } from './label';
import type { ComponentInfo } from '../protocol';

/** Whether the browser lets a page ask for a camera or a microphone here: over HTTPS or on this machine only. */
export function canRecord(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';
}

/** What went wrong, in words that say what to do. */
export function whyNot(error: unknown, device: string): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return `The browser does not allow the ${device} here. Allow it for this site, or choose a file.`;
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return `There is no ${device}. Choose a file instead.`;
  }
  return `The ${device} does not start: ${error instanceof Error ? error.message : String(error)}`;
}

interface CameraProps {
  component: ComponentInfo;
  onPicture(picture: Blob, name: string): void;
  onClose(): void;
}

export function Camera({ component, onPicture, onClose }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState('');
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let current = true;
    const constraints = component.props.webcam_options?.constraints?.video ?? true;
    navigator.mediaDevices.getUserMedia({ video: constraints }).then(
      opened => {
        stream = opened;
        if (!current) {
          stop(opened);
        } else if (video.current) {
          video.current.srcObject = opened;
        }
      },
      error => current && setProblem(whyNot(error, 'camera'))
    );
    return () => {
      current = false;
      if (stream) {
        stop(stream);
      }
    };
  }, []);
  const take = () => {
    const from = video.current!;
    const canvas = document.createElement('canvas');
    canvas.width = from.videoWidth;
    canvas.height = from.videoHeight;
    canvas.getContext('2d')!.drawImage(from, 0, 0);
    canvas.toBlob(picture => {
      if (picture) {
        onPicture(picture, 'camera.png');
        onClose();
      } else {
        setProblem('The camera gave no picture. Try again.');
      }
    }, 'image/png');
  };
  return (
    <div class="jgm-camera">
      {problem ? (
        <p class="jgm-problem" role="alert">
          {problem}
        </p>
      ) : (
        <video
          ref={video}
          class="jgm-picture"
          autoplay
          muted
          playsInline
          aria-label={`Camera for ${labelOf(component)}`}
          onLoadedData={() => setReady(true)}
        />
      )}
      <div class="jgm-buttons">
        {!problem && (
          <button type="button" class="jgm-button" disabled={!ready} onClick={take}>
            Take the picture
          </button>
        )}
        <button type="button" class="jgm-button" onClick={onClose}>
          Close the camera
        </button>
      </div>
    </div>
  );
}

function stop(stream: MediaStream): void {
  stream.getTracks().forEach(track => track.stop());
}

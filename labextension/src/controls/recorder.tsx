/** Sound from the microphone. */

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Ears } from '../environment';
import { whyNot } from './camera';

interface RecorderProps {
  onSound(sound: Blob, name: string): void;
  ears?: Ears;
}

/** What browsers record, best known to Python's libraries first, and the ending that says what it is. */
const FORMATS: [type: string, ending: string][] = [
  ['audio/wav', 'wav'],
  ['audio/ogg', 'ogg'],
  ['audio/webm', 'webm'],
  ['audio/mp4', 'm4a']
];

export function Recorder({ onSound, ears }: RecorderProps) {
  const recorder = useRef<MediaRecorder | null>(null);
  const gone = useRef(false);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(
    () => () => {
      gone.current = true;
      recorder.current?.stop();
    },
    []
  );
  useEffect(() => {
    if (seconds === null) {
      return;
    }
    const timer = setTimeout(() => setSeconds(seconds + 1), 1000);
    return () => clearTimeout(timer);
  }, [seconds]);
  const start = async () => {
    setProblem('');
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const format = FORMATS.find(([type]) => MediaRecorder.isTypeSupported(type));
      const recording = new MediaRecorder(stream, format && { mimeType: format[0] });
      const parts: Blob[] = [];
      recording.ondataavailable = event => parts.push(event.data);
      recording.onstop = () => {
        stream.getTracks().forEach(track => track.stop());
        recorder.current = null;
        if (!gone.current) {
          setSeconds(null);
          ears?.tell('stop_recording');
          const type = (recording.mimeType || 'audio/webm').split(';')[0];
          const ending = FORMATS.find(([known]) => known === type)?.[1] ?? 'webm';
          onSound(new Blob(parts, { type }), `recording.${ending}`);
        }
      };
      if (gone.current) {
        stream.getTracks().forEach(track => track.stop());
        return;
      }
      recorder.current = recording;
      recording.start();
      setSeconds(0);
      ears?.tell('start_recording');
    } catch (error) {
      setProblem(whyNot(error, 'microphone'));
    }
  };
  return (
    <>
      {seconds === null ? (
        <button type="button" class="jgm-button" onClick={start}>
          Record
        </button>
      ) : (
        <button type="button" class="jgm-button jgm-recording" onClick={() => recorder.current?.stop()}>
          Stop recording ({Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')})
        </button>
      )}
      {problem && (
        <p class="jgm-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

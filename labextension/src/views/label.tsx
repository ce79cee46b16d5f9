/** What something most likely is, and how sure that is of each possibility. */

import type { ViewProps } from './contract';

interface Confidence {
  label: string;
  confidence: number | null;
}

/** Gradio's form, a dict of confidences, or only a name; null if it is none of these. */
export function asLabel(value: unknown): { label: string; confidences: Confidence[] } | null {
  if (typeof value === 'string' || typeof value === 'number') {
    return { label: String(value), confidences: [] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return null;
  }
  const { label, confidences } = value as { label?: unknown; confidences?: unknown };
  if (typeof label === 'string' || typeof label === 'number') {
    return { label: String(label), confidences: Array.isArray(confidences) ? confidences : [] };
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, share]) => typeof share === 'number')) {
    return null;
  }
  const all = entries.map(([name, confidence]) => ({ label: name, confidence: confidence as number }));
  const sorted = all.sort((one, other) => other.confidence - one.confidence);
  return { label: sorted[0]!.label, confidences: sorted };
}

/** How many possibilities are seen at most, unless the component says. */
const MOST = 50;

export function Label({ component, value, ears }: ViewProps): preact.JSX.Element {
  const { label, confidences } = asLabel(value)!;
  const shown = confidences.slice(0, component.props.num_top_classes ?? MOST);
  return (
    <div class="jgmv-label">
      {component.props.show_heading !== false && <strong>{label}</strong>}
      {shown.length > 0 && (
        <ul>
          {shown.map(({ label: name, confidence }, index) => (
            <li key={index}>
              {ears?.hear('select') ? (
                <button type="button" class="jgmv-bare jgmv-pick" onClick={() => ears.tell('select', { index, value: name })}>
                  {name}
                </button>
              ) : (
                <span>{name}</span>
              )}
              <span class="jgmv-soft">{percent(confidence)}</span>
              <span class="jgmv-bar" aria-hidden="true">
                <span style={{ width: `${Math.min(1, Math.max(0, confidence ?? 0)) * 100}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function percent(confidence: number | null): string {
  if (confidence === null) {
    return '';
  }
  const share = confidence * 100;
  return `${share.toFixed(1).replace(/\.0$/, '')} %`;
}

/** Text whose parts are marked, each with a category or with a number from -1 to 1. */

import { Fragment } from 'preact';

import type { ViewProps } from './contract';

interface Part {
  token: string;
  said: string | number | null;
}

/** Hues in degrees, by the order in which categories come; far from each other at first. */
const HUES = [212, 28, 140, 330, 265, 175, 48, 0, 95, 300];

/** Gradio's form; null if it is none. */
export function asParts(value: unknown): Part[] | null {
  if (!Array.isArray(value)) {
    return null;
  }
  const parts: Part[] = [];
  for (const item of value) {
    const { token, class_or_confidence: said } = (item ?? {}) as { token?: unknown; class_or_confidence?: unknown };
    if (typeof token !== 'string' || !(said === null || said === undefined || typeof said === 'string' || typeof said === 'number')) {
      return null;
    }
    parts.push({ token, said: said ?? null });
  }
  return parts;
}

/** The colour of each category, as the author names it, else one of ours. */
export function coloursOf(parts: Part[], map: { [category: string]: string } = {}): Map<string, string> {
  const lower = new Map(Object.entries(map).map(([name, colour]) => [name.toLowerCase(), colour]));
  const found = new Map<string, string>();
  for (const { said } of parts) {
    if (typeof said === 'string' && said !== '' && !found.has(said)) {
      const own = Object.hasOwn(map, said) ? map[said] : lower.get(said.toLowerCase());
      found.set(said, own && isColour(own) ? own : `hsl(${HUES[found.size % HUES.length]} 75% 50%)`);
    }
  }
  return found;
}

/** A name, a hex code or a function of colours; nothing else that a style sheet would know, such as an address. */
function isColour(text: string): boolean {
  return /^(#[\da-f]{3,8}|[a-z]+|(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,%/+-]*\))$/i.test(text) && CSS.supports('color', text);
}

export function HighlightedText({ component, value }: ViewProps): preact.JSX.Element {
  const { color_map, show_legend = false, show_inline_category = true, show_whitespaces = true } = component.props;
  const parts = asParts(value)!;
  const colours = coloursOf(parts, color_map);
  const scores = parts.some(({ said }) => typeof said === 'number');
  return (
    <div class="jgmv-marked">
      {show_legend && (colours.size > 0 || scores) && <Legend colours={colours} scores={scores} />}
      <p>
        {parts.map(({ token, said }, index) => {
          const text = show_whitespaces === false ? token.trim() : token;
          const gap = show_whitespaces === false && index > 0 ? ' ' : '';
          if (said === null || said === '') {
            return gap + text;
          }
          const category = typeof said === 'number' ? '' : said;
          return (
            <Fragment key={index}>
              {gap}
              <mark style={{ backgroundColor: tint(said, colours) }} title={typeof said === 'number' ? String(said) : undefined}>
                {text}
                {category && !show_legend && show_inline_category !== false && <small> {category}</small>}
                {/* What the colour says, for those who do not see it. */}
                {(typeof said === 'number' || show_legend || show_inline_category === false) && <span class="jgm-hidden"> ({said})</span>}
              </mark>
            </Fragment>
          );
        })}
      </p>
    </div>
  );
}

function Legend({ colours, scores }: { colours: Map<string, string>; scores: boolean }) {
  return (
    <ul class="jgmv-legend">
      {scores && (
        <li class="jgmv-scale">
          <span>-1</span>
          <span>0</span>
          <span>+1</span>
        </li>
      )}
      {[...colours.keys()].map(category => (
        <li key={category} style={{ backgroundColor: tint(category, colours) }}>
          {category}
        </li>
      ))}
    </ul>
  );
}

/** Weak enough that text is read on it, in the light and in the dark. */
function tint(said: string | number, colours: Map<string, string>): string {
  if (typeof said === 'number') {
    const much = Math.round(Math.min(1, Math.abs(said)) * 45);
    return `color-mix(in srgb, ${said < 0 ? 'hsl(212 80% 50%)' : 'hsl(0 75% 50%)'} ${much}%, transparent)`;
  }
  return `color-mix(in srgb, ${colours.get(said)} 32%, transparent)`;
}

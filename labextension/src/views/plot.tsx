/** A figure: a picture, or drawn by its own library within a frame of its own. */

import { useEffect, useRef, useState } from 'preact/hooks';

import { drawInFrame, type Drawing } from '../lazy/frame';
import { isFileData, type FileData } from '../protocol';
import type { ViewProps } from './contract';
import { asFile } from './files';
import { Picture } from './image';
import { JsonTree } from './json';

/** Gradio's form of a figure. */
export interface PlotValue {
  type: string;
  plot: unknown;
  library?: FileData | FileData[];
}

const KINDS: { [type: string]: Drawing['kind'] } = {
  plotly: 'plotly',
  altair: 'vega',
  vega: 'vega',
  'vega-lite': 'vega',
  bokeh: 'bokeh'
};

export function isPlot(value: unknown): value is PlotValue {
  const plot = value as PlotValue | null;
  return (
    typeof plot === 'object' &&
    typeof plot?.type === 'string' &&
    (asFile(plot.plot) !== null || (plot.type in KINDS && ['string', 'object'].includes(typeof plot.plot)))
  );
}

export function Plot(props: ViewProps): preact.JSX.Element {
  const { component, environment } = props;
  const value = props.value as PlotValue;
  const label = component.props.label ?? component.name;
  const picture = asFile(value.plot);
  if (picture !== null) {
    return <Picture file={picture} label={label} environment={environment} />;
  }
  return <Framed {...props} />;
}

function Framed(props: ViewProps): preact.JSX.Element {
  const { component, environment } = props;
  const value = props.value as PlotValue;
  const host = useRef<HTMLDivElement>(null);
  const frame = useRef<ReturnType<typeof drawInFrame> | null>(null);
  const [drawn, setDrawn] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const kind = KINDS[value.type]!;
  const spec = typeof value.plot === 'string' ? value.plot : JSON.stringify(value.plot);
  useEffect(() => {
    frame.current = drawInFrame(host.current!, environment, {
      drawn() {
        setDrawn(true);
        setError(null);
      },
      failed: setError
    });
    return () => frame.current?.destroy();
  }, [kind, environment]);
  useEffect(() => {
    const libraries = (Array.isArray(value.library) ? value.library : [value.library]).filter(isFileData);
    if (kind !== 'vega' && libraries.length === 0) {
      setError(`the kernel sent no library for ${value.type}`);
      return;
    }
    frame.current?.draw({ kind, spec, libraries });
  }, [kind, spec, environment]);
  return (
    <div class="jgmv-plot">
      {/* The frame has a height from the start: browsers put off the work of frames that nobody can see. */}
      <div ref={host} class="jgmv-frames" aria-busy={!drawn && error === null} hidden={error !== null} />
      {error !== null && (
        <>
          <p class="jgmv-problem" role="alert">
            The figure could not be drawn: {error}
          </p>
          <JsonTree {...props} value={parsed(spec)} component={component} />
        </>
      )}
    </div>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

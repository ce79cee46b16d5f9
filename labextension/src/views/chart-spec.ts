/** A table as lines, points or bars: Gradio's options of such a chart, as Vega-Lite says them. */

import type { Json } from '../protocol';

type Kind = 'quantitative' | 'nominal' | 'temporal';

/** The value of Gradio's `LinePlot`, `ScatterPlot` and `BarPlot`. */
export interface ChartValue {
  columns: string[];
  data: Json[][];
  datatypes: { [column: string]: Kind };
  mark: 'line' | 'point' | 'bar';
}

type Part = { [name: string]: unknown };

const SECONDS: { [unit: string]: number } = { s: 1, m: 60, h: 3600, d: 86400 };
const HEIGHT = 300;
/** What Vega draws in, where no colours are given for values; `color_map` may leave some out. */
const COLORS = ['#4c78a8', '#f58518', '#e45756', '#72b7b2', '#54a24b', '#eeca3b', '#b279a2', '#ff9da6', '#9d755d', '#bab0ac'];

export function isChart(value: unknown): value is ChartValue {
  const chart = value as ChartValue | null;
  return (
    typeof chart === 'object' &&
    Array.isArray(chart?.columns) &&
    Array.isArray(chart.data) &&
    typeof chart.datatypes === 'object' &&
    ['line', 'point', 'bar'].includes(chart.mark)
  );
}

/** How a chart is drawn, with its data. `props` are Gradio's options. */
export function specOf(chart: ChartValue, props: { [name: string]: any }): Part {
  const { x, y, color, y_aggregate } = props;
  const kind = (column: string): Kind => chart.datatypes[column] ?? 'nominal';
  const bin = binOf(props.x_bin);
  // Several values for one place are one bar, or one point of a line.
  const groups = bin !== undefined || (chart.mark !== 'point' && (kind(x) === 'nominal' || Boolean(y_aggregate)));
  const aggregate = groups ? (y_aggregate ?? 'sum') : undefined;
  const time = kind(x) === 'temporal' ? 1000 : 1;
  const across: Part = {
    ...axis(x, kind(x), props.x_title, props.x_axis_format, props.x_label_angle, props.x_lim, time),
    ...(bin === undefined ? {} : { bin: { step: bin } }),
    ...(kind(x) === 'nominal' ? { sort: sortOf(props.sort, y, aggregate) } : {})
  };
  if (props.x_axis_labels_visible === false) {
    across.axis = { ...(across.axis as Part), labels: false, ticks: false };
  }
  const up: Part = { ...axis(y, kind(y), props.y_title, props.y_axis_format, props.y_label_angle, props.y_lim, 1), ...(aggregate ? { aggregate } : {}) };
  const told = tips(chart, props, across, up);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 'container',
    height: props.height ?? HEIGHT,
    autosize: { type: 'fit', contains: 'padding' },
    ...(props.title ? { title: props.title } : {}),
    data: { values: chart.data.map(row => Object.fromEntries(chart.columns.map((name, at) => [name, row[at]]))) },
    mark: { type: chart.mark, clip: true, ...(chart.mark === 'line' ? { point: chart.data.length <= 200 ? 'transparent' : false } : {}), ...(chart.mark === 'point' ? { filled: true } : {}) },
    encoding: { x: across, y: up, ...(color ? { color: colorOf(chart, props) } : {}), ...(told ? { tooltip: told } : {}) }
  };
}

/** The width of the groups, of times in milliseconds. */
function binOf(said: unknown): number | undefined {
  if (typeof said !== 'string') {
    return typeof said === 'number' && said > 0 ? said : undefined;
  }
  return 1000 * parseInt(said) * SECONDS[said.slice(-1)]!;
}

function axis(column: string, type: Kind, title: unknown, format: unknown, angle: unknown, limits: [Json, Json] | undefined, unit: number): Part {
  const ends = (limits ?? []).map(end => (typeof end === 'number' ? end * unit : end));
  return {
    field: fieldOf(column),
    type,
    title: title ?? column,
    axis: { labelAngle: angle ?? 0, ...(format ? { format } : {}) },
    ...(type === 'nominal'
      ? {}
      : { scale: { ...(type === 'quantitative' ? { zero: false } : {}), ...(ends[0] != null ? { domainMin: ends[0] } : {}), ...(ends[1] != null ? { domainMax: ends[1] } : {}) } })
  };
}

/** A dot or a bracket in a name is no way into what it holds. */
function fieldOf(column: string): string {
  return column.replace(/[\\.[\]]/g, '\\$&');
}

function sortOf(said: unknown, y: string, op: string | undefined): unknown {
  switch (said) {
    case 'x':
      return 'ascending';
    case '-x':
      return 'descending';
    case 'y':
    case '-y':
      return { field: fieldOf(y), op: op ?? 'sum', order: said === 'y' ? 'ascending' : 'descending' };
    default:
      // As the rows are.
      return Array.isArray(said) ? said : null;
  }
}

function colorOf(chart: ChartValue, { color, color_map, color_title, colors_in_legend }: { [name: string]: any }): Part {
  const type = chart.datatypes[color] ?? 'nominal';
  const at = chart.columns.indexOf(color);
  const domain = [...new Set(chart.data.map(row => row[at]))].filter(value => value !== null);
  const legend = { orient: 'bottom', title: color_title ?? color, ...(colors_in_legend ? { values: colors_in_legend } : {}) };
  const range = domain.map((value, index) => color_map?.[String(value)] ?? COLORS[index % COLORS.length]);
  return {
    field: fieldOf(color),
    type,
    legend: colors_in_legend?.length === 0 ? null : legend,
    ...(type === 'nominal' ? { scale: { domain, range } } : {})
  };
}

/** What is told of a point that the mouse is on. */
function tips(chart: ChartValue, props: { [name: string]: any }, across: Part, up: Part): Part[] | null {
  const { tooltip = 'axis', x, y, color } = props;
  if (tooltip === 'none') {
    return null;
  }
  const short = ({ field, type, title, bin, aggregate }: Part): Part => ({
    field,
    type,
    title,
    ...(bin ? { bin } : {}),
    ...(aggregate ? { aggregate } : {}),
    ...(type === 'temporal' ? { format: '%Y-%m-%d %H:%M:%S' } : {})
  });
  const more = chart.columns.filter(name => ![x, y, color].includes(name) && (tooltip === 'all' || (Array.isArray(tooltip) && tooltip.includes(name))));
  return [short(up), short(across), ...[color, ...more].filter(Boolean).map((name: string) => short({ field: fieldOf(name), type: chart.datatypes[name], title: name }))];
}

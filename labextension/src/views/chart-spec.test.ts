import { expect, test } from 'vitest';

import { isChart, specOf, type ChartValue } from './chart-spec';

const CHART: ChartValue = {
  columns: ['when', 'a.b', 'kind', 'more'],
  data: [
    [0, 1, 'x', 'p'],
    [3_600_000, 2, 'y', null]
  ],
  datatypes: { when: 'temporal', 'a.b': 'quantitative', kind: 'nominal', more: 'nominal' },
  mark: 'line'
};

const encoding = (chart: ChartValue, props: object): any => specOf(chart, { x: 'when', y: 'a.b', ...props }).encoding;

test('what is drawn is told by the columns', () => {
  const spec: any = specOf(CHART, { x: 'when', y: 'a.b', title: 'T', height: 99 });
  expect(spec).toMatchObject({ title: 'T', height: 99, mark: { type: 'line' } });
  expect(spec.data.values[1]).toEqual({ when: 3_600_000, 'a.b': 2, kind: 'y', more: null });
  expect(spec.encoding.y).toMatchObject({ field: 'a\\.b', type: 'quantitative', title: 'a.b', scale: { zero: false } });
  expect(spec.encoding.color).toBeUndefined();
  expect(spec.encoding.y.aggregate).toBeUndefined();
});

test('groups of times and of names are summed up, unless the author says otherwise', () => {
  const bins = encoding(CHART, { x_bin: '15m' });
  expect([bins.x.bin, bins.y.aggregate]).toEqual([{ step: 900_000 }, 'sum']);
  expect(encoding({ ...CHART, mark: 'bar' }, { x: 'kind', y_aggregate: 'mean' }).y.aggregate).toBe('mean');
  expect(encoding({ ...CHART, mark: 'point' }, { x: 'kind' }).y.aggregate).toBeUndefined();
});

test('limits of times are seconds, and an end may be open', () => {
  const { x, y } = encoding(CHART, { x_lim: [10, null], y_lim: [null, 5] });
  expect(x.scale).toEqual({ domainMin: 10_000 });
  expect(y.scale).toEqual({ zero: false, domainMax: 5 });
});

test('colours are the author’s where there are some', () => {
  const { color } = encoding(CHART, { color: 'kind', color_map: { y: 'red' } });
  expect(color.scale.domain).toEqual(['x', 'y']);
  expect(color.scale.range[1]).toBe('red');
  expect(encoding(CHART, { color: 'kind', colors_in_legend: [] }).color.legend).toBeNull();
});

test('names are in the order of the rows, or as the author says', () => {
  const bar: ChartValue = { ...CHART, mark: 'bar' };
  expect(encoding(bar, { x: 'kind' }).x.sort).toBeNull();
  expect(encoding(bar, { x: 'kind', sort: '-x' }).x.sort).toBe('descending');
  expect(encoding(bar, { x: 'kind', sort: '-y' }).x.sort).toEqual({ field: 'a\\.b', op: 'sum', order: 'descending' });
  expect(encoding(bar, { x: 'kind', sort: ['y', 'x'] }).x.sort).toEqual(['y', 'x']);
});

test('what is told of a point', () => {
  const told = (props: object): string[] | undefined => encoding(CHART, props).tooltip?.map(({ field }: { field: string }) => field);
  expect(told({})).toEqual(['a\\.b', 'when']);
  expect(told({ color: 'kind', tooltip: ['more'] })).toEqual(['a\\.b', 'when', 'kind', 'more']);
  expect(told({ tooltip: 'all' })).toEqual(['a\\.b', 'when', 'kind', 'more']);
  expect(told({ tooltip: 'none' })).toBeUndefined();
});

test('what is a chart', () => {
  expect([isChart(CHART), isChart(null), isChart({ ...CHART, mark: 'pie' }), isChart({ columns: [] })]).toEqual([true, false, false, false]);
});

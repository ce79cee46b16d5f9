import { expect, test } from 'vitest';

import { render } from './math';

test('a formula is MathML, without its source beside it', () => {
  const made = render('\\frac{1}{x^2}', true);
  expect(made).toMatch(/<math[^>]* display="block">.*<mfrac>/);
  expect(made).not.toContain('annotation');
  expect(render('x', false)).not.toContain('display="block"');
});

test('what is wrong is shown, and leads nowhere', () => {
  expect(render('\\frac{', false)).toContain('\\frac{');
  expect(render('\\href{javascript:alert(1)}{x}', false)).not.toContain('href=');
});

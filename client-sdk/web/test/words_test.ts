// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import { expect, test } from 'vitest';
import { countriesFor, dialled, numbersOf, placesOf } from '../src/seeker/numbers';
import { fill } from '../src/ui/words';

const number = (country: string, call: string, more = {}) => {
  return { name: `line of ${country}`, call, text: '', country, emergency: false, child_line: false, ...more };
};
const numbers = [number('US', '911', { emergency: true }), number('GB', '999', { emergency: true }), number('GB', '116 123'), number('ES', '024'), number('GB', '0800 1111', { child_line: true })];

test.each([
  [['en-GB'], ['GB', 'US', 'ES']],
  [['es'], ['ES', 'US', 'GB']],
  [['es-MX', 'es'], ['ES', 'US', 'GB']],
  [['fr-FR'], ['US', 'GB', 'ES']],
  [['en-GB-oxendict'], ['GB', 'US', 'ES']],
])('the likely country of %j comes first', (languages, want) => {
  expect(countriesFor(numbers, languages)).toEqual(want);
});

test('numbers are those of one country, each in its place', () => {
  const { emergency, lines, childLines } = numbersOf(numbers, 'GB');
  expect([emergency, lines, childLines].map((list) => list.map(({ call }) => call))).toEqual([['999'], ['116 123'], ['0800 1111']]);
});

test.each([
  ['116 123', '116123'],
  ['+44 (0)20-7', '+440207'],
  ['1-800-422-4453', '18004224453'],
  ['*55#', '*55#'],
])('%s is dialled %s', (shown, want) => expect(dialled(shown)).toBe(want));

test('a sentence without an arrival still names a number', () => {
  expect(placesOf(undefined, '')).toEqual({ number: '112', lines: '', child_line: '' });
});

test('values of a sentence are text, never a pattern, and what is not given stays', () => {
  expect(fill('{name} and {other}', { name: '$& {other}' })).toBe('$& {other} and {other}');
});

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import type { Arrival, HelpNumber } from '@holdfast/client';

/** The countries a line has numbers for, the person's likely one first. Pure. */
export function countriesFor(numbers: readonly HelpNumber[], languages: readonly string[]): string[] {
  const all = [...new Set(numbers.map((number) => number.country))];
  const regions = languages.map((tag) => tag.split('-')[1]?.toUpperCase());
  const tongues = languages.map((tag) => tag.split('-')[0]?.toUpperCase());
  const likely = [...regions, ...tongues].find((country) => country !== undefined && all.includes(country));
  return likely === undefined ? all : [likely, ...all.filter((country) => country !== likely)];
}

export interface Numbers {
  emergency: HelpNumber[];
  lines: HelpNumber[];
  childLines: HelpNumber[];
}

export function numbersOf(numbers: readonly HelpNumber[], country: string): Numbers {
  const here = numbers.filter((number) => number.country === country);
  return {
    emergency: here.filter((number) => number.emergency),
    lines: here.filter((number) => !number.emergency && !number.child_line),
    childLines: here.filter((number) => number.child_line),
  };
}

/** What the sentences of the catalogue are filled with: `{number}`, `{lines}`, `{child_line}`. */
export function placesOf(arrival: Arrival | undefined, country: string): Record<string, string> {
  const { emergency, lines, childLines } = numbersOf(arrival?.numbers ?? [], country);
  const named = (number: HelpNumber) => `${number.name} (${number.call || number.text})`;
  return {
    number: emergency[0]?.call ?? '112',
    lines: lines.map(named).join(', '),
    child_line: childLines.map(named).join(', '),
  };
}

/** As dialled: digits and a leading plus. */
export function dialled(number: string): string {
  return number.replace(/(?!^\+)[^\d*#]/g, '');
}

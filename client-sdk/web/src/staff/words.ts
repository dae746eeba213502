// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import own from '../../../words/staff/en.json';
import { words } from '../ui/words';

export const { say, speak } = words(own, async () => {
  const [common, staff] = await Promise.all([import('../../../words/es.json'), import('../../../words/staff/es.json')]);
  return { ...common.default, ...staff.default };
});

type Level = 'level.0' | 'level.1' | 'level.2' | 'level.3';
type Kind = 'kind.0' | 'kind.1' | 'kind.2' | 'kind.3' | 'kind.4' | 'kind.5' | 'kind.6' | 'kind.7' | 'kind.8';

export const levelName = (level: number) => say(`level.${level}` as Level);
export const kindNames = (kinds: readonly number[]) => kinds.map((kind) => say(`kind.${kind}` as Kind)).join(', ');

/** Seekers have no name; the end of a number tells two of them apart. */
export const guestName = (seeker: bigint) => say('talks.guest', { n: String(seeker % 10_000n).padStart(4, '0') });

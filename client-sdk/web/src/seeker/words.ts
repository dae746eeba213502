// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors

import own from '../../../words/seeker/en.json';
import { words } from '../ui/words';

export const { say, speak } = words(own, async () => {
  const [common, seeker] = await Promise.all([import('../../../words/es.json'), import('../../../words/seeker/es.json')]);
  return { ...common.default, ...seeker.default };
});
